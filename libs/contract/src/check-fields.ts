import { validateSync, type ValidationError } from 'class-validator';
import type { FieldError } from './field-error.js';
import { decodeProblem, FIELD_CONSTRAINT } from './message-shape.js';

/** Every field of a message instance that breaks its rule, in class-validator's words turned into ours. */
export function checkFields(message: object): FieldError[] {
  const errors: FieldError[] = [];
  for (const error of validateSync(message, { validationError: { target: false, value: false } })) {
    collect(error, '', errors);
  }
  return errors;
}

function collect(error: ValidationError, path: string, errors: FieldError[]): void {
  const field = /^\d+$/.test(error.property)
    ? `${path}[${error.property}]`
    : path === ''
      ? error.property
      : `${path}.${error.property}`;
  const own = error.constraints?.[FIELD_CONSTRAINT];
  if (own !== undefined) {
    const { code, text, entries } = decodeProblem(own);
    if (entries === undefined) {
      errors.push({ field, code, text });
      return;
    }
    errors.push(...entries.map((entry) => ({ field: `${field}[${entry.index}]`, code: entry.code, text: entry.text })));
  }
  // ValidateNested's own constraint says less than the rule of the list has said already, and nothing of a list in a list.
  for (const child of error.children ?? []) collect(child, field, errors);
}
