import type { ProviderFault } from '#dpi/channel/dpi-profile.js';

/** `feil` from e-Boks, by its `detaljer` ("Reason code: SBD:nnnn …"). Source: DPI reference 2.3. */
export const EBOKS_FAULTS: readonly ProviderFault[] = [
  {
    type: 'KLIENT',
    pattern: /SBD:5023\b/,
    code: 'DUPLICATE_DOCUMENT_NAME',
    text: 'e-Boks found two documents with the same name (SBD:5023), which the gateway should have prevented; report it.',
    blame: 'gateway',
  },
  {
    type: 'KLIENT',
    pattern: /ukjent (?:mottaker|postkasse)/i,
    code: 'MAILBOX_UNKNOWN',
    text: 'e-Boks has no mailbox with the address that the contact register gave. Send a new letter; the register is asked again.',
    blame: 'recipient',
  },
  {
    type: 'KLIENT',
    pattern: /ikke dekryptere/i,
    code: 'PACKAGE_NOT_DECRYPTABLE',
    text: 'e-Boks could not decrypt the letter; check that the contact register gave its current certificate.',
    blame: 'gateway',
  },
  {
    type: 'KLIENT',
    pattern: /feil (?:signatur|i manifest)/i,
    code: 'PACKAGE_REFUSED',
    text: 'e-Boks found the signature or the manifest of the letter invalid; check the signing certificate and the delegation.',
    blame: 'gateway',
  },
];
