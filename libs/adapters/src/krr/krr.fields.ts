/** What KRR's documentation names (Digdir, krr_attributter and oppslagstjenesten_rest, 2024-10); anything else is a surprise. */
export const ANSWER_FIELDS: ReadonlySet<string> = new Set(['personer']);

export const PERSON_FIELDS: ReadonlySet<string> = new Set([
  'personidentifikator',
  'reservasjon',
  'reservasjon_oppdatert',
  'reservasjonstidspunkt',
  'status',
  'varslingsstatus',
  'kontaktinformasjon',
  'digital_post',
  'sertifikat',
  'spraak',
  'spraak_oppdatert',
  'oppdatert',
]);

export const CONTACT_FIELDS: ReadonlySet<string> = new Set(
  ['epostadresse', 'mobiltelefonnummer'].flatMap((field) => [
    field,
    ...['oppdatert', 'sist_verifisert', 'sist_validert', 'duplisert'].map((suffix) => `${field}_${suffix}`),
  ]),
);

export const MAILBOX_FIELDS: ReadonlySet<string> = new Set(['postkasseadresse', 'postkasseleverandoeradresse']);

export const PRINT_FIELDS: ReadonlySet<string> = new Set(['postkasseleverandoerAdresse', 'x509Sertifikat']);

export const STATUSES = ['AKTIV', 'SLETTET', 'IKKE_REGISTRERT'] as const;
export const YES_NO = ['JA', 'NEI'] as const;
export const NOTIFICATION_STATUSES = ['KAN_VARSLES', 'KAN_IKKE_VARSLES'] as const;
export const LANGUAGES = ['nb', 'nn', 'en', 'se'] as const;
