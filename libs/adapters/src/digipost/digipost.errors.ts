import type { ProviderFault } from '#dpi/channel/dpi-profile.js';

/**
 * `feil` from Digipost, by its `detaljer`. Sources: DPI reference 2.3 (gen-1 texts, still in use) and Digipost's own
 * receipts in the test data of eFormidling.
 */
export const DIGIPOST_FAULTS: readonly ProviderFault[] = [
  {
    type: 'KLIENT',
    pattern: /ukjent (?:mottaker|postkasse)/i,
    code: 'MAILBOX_UNKNOWN',
    text: 'Digipost has no mailbox with the address that the contact register gave. Send a new letter; the register is asked again.',
    blame: 'recipient',
  },
  {
    type: 'KLIENT',
    pattern: /ikke dekryptere/i,
    code: 'PACKAGE_NOT_DECRYPTABLE',
    text: 'Digipost could not decrypt the letter; check that the contact register gave its current certificate.',
    blame: 'gateway',
  },
  {
    type: 'KLIENT',
    pattern: /feil (?:signatur|i manifest)/i,
    code: 'PACKAGE_REFUSED',
    text: 'Digipost found the signature or the manifest of the letter invalid; check the signing certificate and the delegation.',
    blame: 'gateway',
  },
  {
    type: 'SERVER',
    pattern: /could not process/i,
    code: 'MAILBOX_FAULT',
    text: 'Digipost could not process the letter. Ask Digipost before it is sent again.',
    blame: 'channel',
  },
];
