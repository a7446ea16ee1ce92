import { ControlProblem } from './control-problem.js';

/**
 * Stops texts that the sandbox's database cannot keep: JSON may have the character NUL and halves of surrogate pairs in
 * it, PostgreSQL's jsonb takes neither (22P05, 22P02). Names of fields count as well. The text is never repeated.
 */
export function requireStorable(value: unknown): void {
  if (typeof value === 'string') requireText(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    requireText(name);
    requireStorable(inner);
  }
}

/** `\p{Surrogate}` is a half without the other: with the flag u a whole pair is one character. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

function requireText(text: string): void {
  if (!UNSTORABLE.test(text)) return;
  throw new ControlProblem(
    400,
    'Not valid',
    'A text or the name of a field has the character NUL (\\u0000) or half of a surrogate pair in it, which cannot be kept; leave it out.',
  );
}
