import type { Blame } from '#domain/failure.js';

/**
 * What each of Altinn's error codes means for a letter (registers reference 1.8, Errors.cs of altinn-correspondence).
 *
 *  - `recipient`: *this recipient* cannot be served (reserved, unknown, nobody with the role): the next channel.
 *  - `sender`: the letter is as Altinn will never take it, and its sender can mend that.
 *  - `gateway`: we have made a request that Altinn refuses. Ends the letter, and is a fault of ours.
 *  - `set`: what the configuration or the agreement lacks. The letters wait, since a mistake in a setting must not turn a
 *    day's letters into paper.
 *  - `later`: nothing was made, and the same request may succeed.
 *  - `anew`: as later, but the documents must be uploaded again.
 */
export type AltinnRule =
  | {
      readonly kind: 'transient' | 'unreachable' | 'defect';
      readonly code: string;
      readonly text: string;
      readonly uploadAnew?: true;
    }
  | { readonly kind: 'permanent'; readonly code: string; readonly text: string; readonly blame: Blame };

const sender = (code: string, text: string): AltinnRule => ({ kind: 'permanent', code, text, blame: 'sender' });
const gateway = (code: string, text: string): AltinnRule => ({ kind: 'permanent', code, text, blame: 'gateway' });
const recipient = (code: string, text: string): AltinnRule => ({ kind: 'unreachable', code, text });
const set = (code: string, text: string): AltinnRule => ({ kind: 'defect', code, text });
const later = (code: string, text: string): AltinnRule => ({ kind: 'transient', code, text });
const anew = (code: string, text: string): AltinnRule => ({ kind: 'transient', code, text, uploadAnew: true });

export const TITLE_REFUSED = sender(
  'ALTINN_TITLE_REFUSED',
  'Altinn refuses the title; it must be 1-255 characters of plain text.',
);
const BODY = gateway('ALTINN_BODY_REFUSED', 'Altinn refused the message body; report it.');
const SUMMARY = gateway('ALTINN_SUMMARY_REFUSED', 'Altinn refused the summary; report it.');
const DATES = gateway('ALTINN_DATES_REFUSED', 'Altinn refused the due date or the time of publication; report it.');
const FILE_NAME = gateway('ALTINN_FILE_NAME', 'Altinn refused the name of a file; report it.');
const NOTICE = gateway('ALTINN_NOTICE_REFUSED', 'Altinn refused the order of the notice; report it.');
const NOTICE_DOWN = later('ALTINN_NOTICE_DOWN', 'Altinn could not order the notice; the deposit is repeated.');
const LOST = anew('ALTINN_ATTACHMENT_LOST', 'Altinn has an uploaded document no longer; it is uploaded again.');
const UPLOAD = later('ALTINN_UPLOAD_FAILED', 'Altinn could not store a document; the deposit is repeated.');
const ACCESS = set('ALTINN_NO_ACCESS', 'Altinn refuses access to the resource; check its policy and the scopes.');
const CALLER = set(
  'ALTINN_CALLER_UNKNOWN',
  'Altinn does not know the organisation that calls; check the Maskinporten client and the delegation.',
);
const KIND = set(
  'ALTINN_CONFIDENTIAL_RESOURCE',
  'The resource is not of the kind it is configured as; check ALTINN_RESOURCE_ID and ALTINN_CONFIDENTIAL_RESOURCE_ID.',
);
const TYPE = set(
  'ALTINN_RESOURCE_TYPE',
  'The resource is not of type CorrespondenceService; check ALTINN_RESOURCE_ID.',
);
/** What no call of ours can lead to: calls of recipients, purging, forwarding, dialogs, statistics. */
const NOT_OURS = gateway('ALTINN_REFUSED', 'Altinn refused the request; report it with the number.');

export const ALTINN_ERRORS: Readonly<Record<number, AltinnRule>> = {
  1001: gateway('ALTINN_NOT_FOUND', 'Altinn does not have the letter that the gateway asked for.'),
  1002: sender(
    'ALTINN_TITLE_NOT_PLAIN',
    'Altinn takes titles without HTML and Markdown only; write the title as plain text.',
  ),
  1003: BODY,
  1004: SUMMARY,
  1007: LOST,
  1008: DATES,
  1009: DATES,
  1015: later('ALTINN_STATUS_MISSING', 'Altinn could not tell the status of the letter; it is asked for again.'),
  1016: DATES,
  1017: set('ALTINN_RESOURCE_OWNER', 'A document belongs to another owner than the resource; check the resources.'),
  1018: later('ALTINN_ATTACHMENT_PENDING', 'Altinn has not scanned the documents yet; the deposit is repeated.'),
  1020: TITLE_REFUSED,
  1021: BODY,
  1022: BODY,
  1023: gateway('ALTINN_LANGUAGE_REFUSED', 'Altinn refused the language; report it.'),
  1029: recipient('ALTINN_RECIPIENT_UNKNOWN', 'Altinn does not know this recipient; the next channel is tried.'),
  1030: recipient('ALTINN_RESERVED', 'The recipient is reserved against digital letters; the next channel is tried.'),
  1032: later('ALTINN_KRR_DOWN', 'Altinn could not ask the contact register; the deposit is repeated.'),
  1036: set('ALTINN_RESOURCE_UNKNOWN', 'Altinn does not know the resource or its owner; check ALTINN_RESOURCE_ID.'),
  1037: TITLE_REFUSED,
  1038: sender('ALTINN_TOO_MANY_DOCUMENTS', 'The letter has too many documents; Altinn takes at most 100.'),
  1039: set('ALTINN_SENDER_NAME', 'Altinn takes plain text as the name of a sender; correct it in the senders file.'),
  1042: SUMMARY,
  1044: recipient(
    'ALTINN_NO_ROLE',
    'Nobody holds a role that may read this letter in Altinn; the next channel is tried.',
  ),
  1055: LOST,
  1060: KIND,
  1061: KIND,
  1062: KIND,
  2000: later('ALTINN_REGISTRY_DOWN', 'Altinn could not read its resource registry; the deposit is repeated.'),
  2001: LOST,
  2002: UPLOAD,
  2004: sender(
    'ALTINN_ATTACHMENT_SIZE',
    'Altinn refused the size of a document; it must have content and at most 2 GB.',
  ),
  2006: LOST,
  2008: anew('ALTINN_CHECKSUM', 'A document was damaged on its way to Altinn; it is uploaded again.'),
  2009: UPLOAD,
  2010: FILE_NAME,
  2011: FILE_NAME,
  2012: FILE_NAME,
  2013: sender('ALTINN_FILE_TYPE', 'Altinn does not take this file type; send PDF, or name another channel.'),
  2014: set('ALTINN_NO_AGREEMENT', 'The service owner has no agreement with Altinn in this environment.'),
  2018: LOST,
  2019: LOST,
  2020: LOST,
  2021: FILE_NAME,
  2022: later('ALTINN_UPLOAD_TOO_SLOW', 'Altinn gave up waiting for a document; the deposit is repeated.'),
  ...each([3001, 3002, 3003, 3004, 3005, 3006, 3007, 3011, 3012, 3015, 3017, 3018, 3019, 3022, 3024, 3025], NOTICE),
  3026: NOTICE_DOWN,
  3028: NOTICE_DOWN,
  4001: ACCESS,
  4002: CALLER,
  4004: ACCESS,
  4005: ACCESS,
  4006: CALLER,
  4007: CALLER,
  4008: ACCESS,
  4009: TYPE,
  4010: TYPE,
  6002: later('ALTINN_UNAVAILABLE', 'Altinn failed; nothing was handed over, so the deposit is repeated.'),
  ...each(
    [1005, 1006, 1013, 1014, 1019, 1024, 1025, 1026, 1027, 1028, 1031, 1033, 1034, 1035, 1040, 1041, 1043],
    NOT_OURS,
  ),
  ...each([1045, 1046, 1047, 1048, 1049, 1050, 1051, 1052, 1053, 1054], NOT_OURS),
  ...each([1063, 1064, 1065, 1066, 1067, 1068, 1069], NOT_OURS),
  ...each([2003, 2005, 2007, 2015, 2016, 2017, 2023, 3020, 3021, 3023, 3027, 4003, 6001], NOT_OURS),
};

/** Also of any 3xx: no address of Altinn's API sends on to another. */
export const NOT_LET_THROUGH = later(
  'ALTINN_NOT_LET_THROUGH',
  'What stands before Altinn did not let the request through; it is repeated.',
);

/** By status, for answers without a known code: a proxy, an API gateway, an address that is not Altinn's. */
export const ALTINN_STATUSES: Readonly<Record<number, AltinnRule>> = {
  401: set('ALTINN_TOKEN_REFUSED', 'Altinn refuses the token; check the scopes and the system clock.'),
  403: set('ALTINN_NO_ACCESS', 'Altinn refuses access; check the scopes, the subscription key and the policy.'),
  404: set('ALTINN_WRONG_ADDRESS', 'There is no such service at this address; check ALTINN_BASE_URL.'),
  405: set('ALTINN_WRONG_ADDRESS', 'The service at this address does not take the call; check ALTINN_BASE_URL.'),
  406: set('ALTINN_WRONG_ADDRESS', 'The service at this address does not answer in JSON; check ALTINN_BASE_URL.'),
  407: NOT_LET_THROUGH,
  410: set('ALTINN_WRONG_ADDRESS', 'Altinn has closed this way of calling; look for a newer version of the gateway.'),
  413: set('ALTINN_UNEXPLAINED', 'What stands before Altinn refuses the size of the request; look which limit it has.'),
  421: NOT_LET_THROUGH,
  425: NOT_LET_THROUGH,
  431: NOT_LET_THROUGH,
  451: set('ALTINN_NO_AGREEMENT', 'The service owner has no agreement with Altinn in this environment.'),
};

function each(codes: readonly number[], rule: AltinnRule): Record<number, AltinnRule> {
  return Object.fromEntries(codes.map((code) => [code, rule]));
}
