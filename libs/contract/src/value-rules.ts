import type { FieldErrorCode } from './field-error.js';
import { problem, wrongType, type FieldRule } from './field-rule.js';
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
  const isInside = (item: unknown): boolean =>
    Number.isInteger(item) && Number(item) >= minimum && Number(item) <= maximum;
  return {
    schema: { type: 'array', minItems, maxItems, uniqueItems: true, items: { type: 'integer', minimum, maximum } },
    check(value) {
      if (!Array.isArray(value)) return wrongType(value, 'a list of whole numbers');
      if (value.length < minItems) return problem('TOO_FEW', `Give at least ${minItems}.`);
      if (value.length > maxItems) return problem('TOO_MANY', `Give at most ${maxItems}.`);
      if (!value.every(isInside)) return problem('OUT_OF_RANGE', `Give whole numbers from ${minimum} to ${maximum}.`);
      return new Set(value).size === value.length ? undefined : problem('DUPLICATE', 'Give each number once.');
    },
  };
}

/** Different texts, each following `item`. The first wrong one is named by its place. */
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
      for (const [index, entry] of value.entries()) {
        const wrong = item.check(entry);
        if (wrong !== undefined) return problem(wrong.code, `Number ${index + 1} of the list: ${wrong.text}`);
      }
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
  return {
    schema,
    check: (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : wrongType(value, 'an object'),
  };
}

export function listOfObjectsRule(schema: JsonSchema, limits: { minItems: number; maxItems: number }): FieldRule {
  return {
    schema: { type: 'array', ...limits, items: schema },
    check(value) {
      if (!Array.isArray(value)) return wrongType(value, 'a list');
      if (value.length < limits.minItems) return problem('TOO_FEW', `Give at least ${limits.minItems}.`);
      return value.length > limits.maxItems ? problem('TOO_MANY', `Give at most ${limits.maxItems}.`) : undefined;
    },
  };
}
