import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { ControlProblem } from './control-problem.js';

interface FieldProblem {
  readonly field: string;
  readonly text: string;
}

/** Refuses what a DTO does not describe, unknown fields included, and names all that is wrong at once. */
export function controlValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => {
      const problems = errors.flatMap((error) => flatten(error, ''));
      const detail = problems.map((problem) => problem.text).join('; ');
      return new ControlProblem(400, 'Not valid', `${detail}.`, { errors: problems });
    },
  });
}

function flatten(error: ValidationError, parent: string): readonly FieldProblem[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((text) => ({ field, text }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, field))];
}
