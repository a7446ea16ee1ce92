import { ValidateBy, ValidateIf, ValidateNested, type ValidationArguments } from 'class-validator';
import { problem, type FieldProblem, type FieldRule } from './field-rule.js';
import type { JsonSchema } from './json-schema.js';
import { listOfObjectsRule, objectRule } from './value-rules.js';

/**
 * The decorators of the message DTOs. Each field has exactly one rule, so class-validator reports exactly one problem
 * a field, and what it is called (code and text) travels in the message as JSON. The shape of a DTO is kept beside
 * class-validator's own metadata for three uses that it does not serve: naming unknown fields at any depth (its
 * whitelist lets `constructor` and `__proto__` through), turning the parsed JSON into DTO instances without walking
 * what is unknown (class-transformer recurses into everything, so a deep body would exhaust the stack), and the JSON
 * Schema.
 */
export type MessageType = abstract new () => object;

export interface FieldShape {
  readonly rule: FieldRule;
  readonly need: 'required' | 'optional';
  readonly part?: { readonly type: new () => object; readonly many: boolean };
}

const SHAPES = new Map<unknown, Map<string, FieldShape>>();
const EXTRAS = new Map<unknown, JsonSchema>();
const NONE: ReadonlyMap<string, FieldShape> = new Map();

export function shapeOf(type: MessageType): ReadonlyMap<string, FieldShape> {
  return SHAPES.get(type) ?? NONE;
}

export function schemaExtras(type: MessageType): JsonSchema {
  return EXTRAS.get(type) ?? {};
}

/** Rules between the fields of one part, for the JSON Schema; the parser has them in cross-field-rules.ts. */
export function Together(schema: JsonSchema): ClassDecorator {
  return (type) => {
    EXTRAS.set(type, schema);
  };
}

export function Required(rule: FieldRule): PropertyDecorator {
  return field({ rule, need: 'required' });
}

export function Optional(rule: FieldRule): PropertyDecorator {
  return field({ rule, need: 'optional' });
}

export function RequiredPart(type: new () => object): PropertyDecorator {
  return field({ rule: objectRule(reference(type)), need: 'required', part: { type, many: false } });
}

export function OptionalPart(type: new () => object): PropertyDecorator {
  return field({ rule: objectRule(reference(type)), need: 'optional', part: { type, many: false } });
}

export function RequiredParts(
  type: new () => object,
  limits: { minItems: number; maxItems: number },
): PropertyDecorator {
  return field({ rule: listOfObjectsRule(reference(type), limits), need: 'required', part: { type, many: true } });
}

/** The problem that a field's constraint message carries. */
export function decodeProblem(message: string): FieldProblem {
  return JSON.parse(message) as FieldProblem;
}

export const FIELD_CONSTRAINT = 'field';

function field(shape: FieldShape): PropertyDecorator {
  return (target, property) => {
    const fields = SHAPES.get(target.constructor) ?? new Map<string, FieldShape>();
    SHAPES.set(target.constructor, fields.set(String(property), shape));
    const check = (value: unknown): FieldProblem | undefined =>
      value === undefined ? problem('REQUIRED', 'Is missing; the contract requires it.') : shape.rule.check(value);
    const decorators = [
      ValidateBy({
        name: FIELD_CONSTRAINT,
        validator: {
          validate: (value: unknown) => check(value) === undefined,
          defaultMessage: (args?: ValidationArguments) => encode(check(args?.value)),
        },
      }),
      ...(shape.part === undefined ? [] : [ValidateNested(shape.part.many ? { each: true } : {})]),
      ...(shape.need === 'optional' ? [ValidateIf((_, value) => value !== undefined)] : []),
    ];
    for (const decorate of decorators) decorate(target, property);
  };
}

function encode(found: FieldProblem | undefined): string {
  return found === undefined ? '' : JSON.stringify(found);
}

function reference(type: new () => object): JsonSchema {
  return { $ref: `#/$defs/${type.name}` };
}
