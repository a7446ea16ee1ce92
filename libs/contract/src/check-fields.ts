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
    errors.push({ field, ...decodeProblem(own) });
    return;
  }
  // The only other constraint is ValidateNested's, on a member of a list that is not an object.
  if (error.constraints !== undefined) errors.push({ field, code: 'WRONG_TYPE', text: 'Give an object.' });
  for (const child of error.children ?? []) collect(child, field, errors);
}
