import type { Letter } from '#domain/letter.js';
import type { PostalAddress } from '#domain/postal-address.js';
import type { RecipientFacts } from '#domain/recipient-facts.js';

/**
 * The address a paper letter goes to. `print.address` is used in any case, then what the registers say (of the deceased:
 * the estate's), then the address given beside the identifier (contract 4).
 *
 * A protected address (kode 6, kode 7, klientadresse) is an exception to all of that: only what the register itself
 * gives may be used, since an address a case system happens to hold could lead to the hiding place.
 */
export function printAddress(letter: Letter, facts: RecipientFacts): PostalAddress | undefined {
  const given = addressBeside(letter);
  switch (facts.kind) {
    case 'address':
      return letter.print.address ?? given;
    case 'organisation':
      return letter.print.address ?? facts.organisation.postalAddress ?? given;
    case 'person': {
      const { population } = facts;
      if (population.protection !== 'none') return population.postalAddress;
      return letter.print.address ?? population.postalAddress ?? given;
    }
  }
}

/** Whether the sender has given any address at all, used or not. */
export function hasGivenAddress(letter: Letter): boolean {
  return (letter.print.address ?? addressBeside(letter)) !== undefined;
}

function addressBeside({ recipient }: Letter): PostalAddress | undefined {
  return 'postalAddress' in recipient ? recipient.postalAddress : undefined;
}
