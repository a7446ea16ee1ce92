import { isPersonIdentifier } from '#domain/identifiers.js';

/**
 * A number that holds and is not synthetic, for tests that it is refused: of somebody born on 2 January 2032, so it is
 * nobody's yet. Found here and not written down, since no such number is to stand in the code.
 */
export function realLookingPerson(): string {
  for (let rest = 99_999; rest >= 0; rest -= 1) {
    const candidate = `020132${String(rest).padStart(5, '0')}`;
    if (isPersonIdentifier(candidate)) return candidate;
  }
  throw new Error('No number holds.');
}
