import { defect, permanent, type Failure } from '#domain/failure.js';

/** What the channel itself refuses, whichever vendor prints; the vendors have tables of their own. */
export function wrongTarget(): Failure {
  return defect('PRINT_WRONG_TARGET', 'A letter to be printed needs a postal address; the plan is wrong.');
}

/** The address cannot be written on an envelope. */
export function addressFailure(): Failure {
  return permanent(
    'PRINT_ADDRESS_INCOMPLETE',
    'The postal address lacks a name, a line, or postal code and city; correct it at its source.',
    'sender',
  );
}
