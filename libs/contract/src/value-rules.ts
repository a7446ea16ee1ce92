import type { FieldErrorCode } from './field-error.js';
import { entryProblems, problem, wrongType, type FieldProblem, type FieldRule } from './field-rule.js';
import type { JsonSchema } from './json-schema.js';

/** One of a fixed set of texts or numbers. */
export function oneOfRule(values: readonly (string | number)[], code: FieldErrorCode = 'NOT_ALLOWED_VALUE'): FieldRule {
  const type = typeof values[0] === 'number' ? 'integer' : 'string';
  const allowed = new Set<unknown>(values);
  return {
    schema: { type, enum: values },
    check(value) {
      if (typeof value !== typeof values[0]) return wrongType(value, type === 'string' ? 'a text' : 'a whole number');
      return allowed.has(value) ? undefined : problem(code, `Give one of: ${values.join(', ')}.`);
    },
  };
}

export function booleanRule(): FieldRule {
  return {
    schema: { type: 'boolean' },
    check: (value) => (typeof value === 'boolean' ? undefined : wrongType(value, 'true or false')),
  };
}

export interface IntegerListLimits {
  readonly minItems: number;
  readonly maxItems: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Different whole numbers within a range. */
export function integerListRule({ minItems, maxItems, minimum, maximum }: IntegerListLimits): FieldRule {
  const isInside = (item: number): boolean => Number.isInteger(item) && item >= minimum && item <= maximum;
  const checkItem = (item: unknown): FieldProblem | undefined => {
    if (typeof item !== 'number') return wrongType(item, 'a whole number');
    return isInside(item) ? undefined : problem('OUT_OF_RANGE', `Give a whole number from ${minimum} to ${maximum}.`);
  };
  return {
    schema: { type: 'array', minItems, maxItems, uniqueItems: true, items: { type: 'integer', minimum, maximum } },
    check(value) {
      if (!Array.isArray(value)) return wrongType(value, 'a list of whole numbers');
      if (value.length < minItems) return problem('TOO_FEW', `Give at least ${minItems}.`);
      if (value.length > maxItems) return problem('TOO_MANY', `Give at most ${maxItems}.`);
      const wrong = entryProblems(value, checkItem);
      if (wrong !== undefined) return wrong;
      return new Set(value).size === value.length ? undefined : problem('DUPLICATE', 'Give each number once.');
    },
  };
}

/** Different texts, each following `item`; the wrong ones are named by their places. */
export function textListRule(
  item: FieldRule,
  limits: { minItems: number; maxItems: number; unique?: true },
): FieldRule {
  const { minItems, maxItems, unique } = limits;
  return {
    schema: { type: 'array', minItems, maxItems, ...(unique ? { uniqueItems: true } : {}), items: item.schema },
    check(value) {
      if (!Array.isArray(value)) return wrongType(value, 'a list of texts');
      if (value.length < minItems) return problem('TOO_FEW', `Give at least ${minItems}.`);
      if (value.length > maxItems) return problem('TOO_MANY', `Give at most ${maxItems}.`);
      const wrong = entryProblems(value, (entry) => item.check(entry));
      if (wrong !== undefined) return wrong;
      if (unique && new Set(value).size !== value.length) return problem('DUPLICATE', 'Give each one once.');
      return undefined;
    },
  };
}

/** The content of a document. Only its type is checked here; it is decoded once, and judged, in inline-content.ts. */
export function base64Rule(): FieldRule {
  return {
    schema: { type: 'string', contentEncoding: 'base64', minLength: 4, pattern: BASE64 },
    check(value) {
      if (typeof value !== 'string') return wrongType(value, 'a text');
      return value.length > 0 ? undefined : problem('TOO_SHORT', 'The document is empty; give its bytes in base64.');
    },
  };
}

const BASE64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';

export function objectRule(schema: JsonSchema): FieldRule {
  return { schema, check: checkObject };
}

export function listOfObjectsRule(schema: JsonSchema, limits: { minItems: number; maxItems: number }): FieldRule {
  return {
    schema: { type: 'array', ...limits, items: schema },
    check(value) {
      if (!Array.isArray(value)) return wrongType(value, 'a list');
      if (value.length < limits.minItems) return problem('TOO_FEW', `Give at least ${limits.minItems}.`);
      if (value.length > limits.maxItems) return problem('TOO_MANY', `Give at most ${limits.maxItems}.`);
      return entryProblems(value, checkObject);
    },
  };
}

function checkObject(value: unknown): FieldProblem | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? undefined
    : wrongType(value, 'an object');
}
