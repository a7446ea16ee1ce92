/** What every version of a part carries. */
export const VERSION = {
  ajourholdstidspunkt: '2026-01-01T12:00:00.000+01:00',
  erGjeldende: true,
  kilde: 'Simulering',
  gyldighetstidspunkt: '2026-01-01T12:00:00.000+01:00',
} as const;

export type Grading = 'ugradert' | 'fortrolig' | 'strengtFortrolig' | 'klientadresse';

export type PersonDocument = Readonly<Record<string, unknown>>;
