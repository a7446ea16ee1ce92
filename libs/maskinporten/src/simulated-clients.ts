/**
 * Who the simulated Maskinporten knows: each organisation's client with the scopes granted to it, and who has
 * delegated to whom. Data, so that a test of a refusal needs no code.
 */
export interface SimulatedClient {
  readonly clientId: string;
  readonly organisationNumber: string;
  readonly scopes: readonly string[];
}

const SENDER_SCOPES = [
  'digitalpostinnbygger:send',
  'meldingsformidler:send',
  'altinn:serviceowner',
  'altinn:correspondence.write',
  'altinn:events.subscribe',
  'altinn:serviceowner/notifications.create',
] as const;

const REGISTER_SCOPES = [
  'krr:global/kontaktinformasjon.read',
  'krr:global/digitalpost.read',
  'folkeregister:deling/offentligmedhjemmel',
] as const;

export const GATEWAY_ORGANISATION = '991825827';

export const SIMULATED_CLIENTS: readonly SimulatedClient[] = [
  {
    clientId: 'meldingsformidler',
    organisationNumber: GATEWAY_ORGANISATION,
    scopes: [...REGISTER_SCOPES, ...SENDER_SCOPES],
  },
  { clientId: 'client-313000001', organisationNumber: '313000001', scopes: SENDER_SCOPES },
  { clientId: 'client-313001008', organisationNumber: '313001008', scopes: SENDER_SCOPES },
  { clientId: 'client-313002004', organisationNumber: '313002004', scopes: SENDER_SCOPES },
  { clientId: 'client-313003000', organisationNumber: '313003000', scopes: SENDER_SCOPES },
];

/** Public body -> those who may act for it, for every scope that it has. */
const DELEGATIONS: Readonly<Record<string, readonly string[]>> = {
  '313000001': ['313003000', GATEWAY_ORGANISATION],
  '313001008': [GATEWAY_ORGANISATION],
  '313002004': [GATEWAY_ORGANISATION],
};

export const KNOWN_SCOPES: ReadonlySet<string> = new Set(SIMULATED_CLIENTS.flatMap((client) => client.scopes));

export function clientById(clientId: string): SimulatedClient | undefined {
  return SIMULATED_CLIENTS.find((client) => client.clientId === clientId);
}

export function clientOfOrganisation(organisationNumber: string): SimulatedClient | undefined {
  return SIMULATED_CLIENTS.find((client) => client.organisationNumber === organisationNumber);
}

export function mayActFor(supplier: string, consumer: string): boolean {
  return DELEGATIONS[consumer]?.includes(supplier) ?? false;
}
