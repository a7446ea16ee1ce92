import type { ProviderFault } from '#dpi/channel/dpi-profile.js';

/**
 * `feil` from the print service, by its `detaljer` (DPI reference 2.3). It publishes no list, so the texts are those of
 * the specification; the last two lines take all the rest.
 */
export const DPI_PRINT_FAULTS: readonly ProviderFault[] = [
  {
    type: 'KLIENT',
    pattern: /ikke dekryptere/i,
    code: 'PACKAGE_NOT_DECRYPTABLE',
    text: "The print service could not decrypt the letter; check that the contact register's printSertifikat is its current certificate.",
    blame: 'gateway',
  },
  {
    type: 'KLIENT',
    pattern: /feil (?:signatur|i manifest)/i,
    code: 'PACKAGE_REFUSED',
    text: 'The print service found the signature or the manifest of the letter invalid; check the signing certificate and the delegation.',
    blame: 'gateway',
  },
  {
    type: 'KLIENT',
    pattern: /(?:)/,
    code: 'PRINT_SERVICE_REFUSED_LETTER',
    text: "The print service refused the letter (feil KLIENT). The gateway's operators find its words in the receipt that details.providerReceipt names; correct the letter and send a new one.",
    blame: 'sender',
  },
  {
    type: 'SERVER',
    pattern: /(?:)/,
    code: 'PRINT_SERVICE_FAULT',
    text: 'The print service could not print the letter (feil SERVER). Ask it with the ConversationId before the letter is sent again.',
    blame: 'channel',
  },
];
