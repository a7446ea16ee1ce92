/**
 * Who the simulated Maskinporten knows: each organisation's clients with the scopes granted to them and the keys
 * registered for them, who has delegated to whom, and how long tokens of each scope live. Data, so that a test of a
 * refusal needs no code.
 */
export interface SimulatedClient {
  readonly clientId: string;
  readonly organisationNumber: string;
  readonly scopes: readonly string[];
  /** A client with registered keys signs with one of them; one without signs with its organisation's certificate. */
  readonly keys: readonly SimulatedClientKey[];
}

export interface SimulatedClientKey {
  readonly kid: string;
  /** Of the private half among the test keys (`<name>.key.pem`). */
  readonly name: string;
  /** Keys live one year, and may be withdrawn before. */
  readonly state: 'active' | 'expired' | 'revoked';
}

/** Scope -> seconds that its tokens live; their owners decide. A token of several scopes has the shortest. */
export const SCOPE_LIFETIMES: Readonly<Record<string, number>> = {
  'digitalpostinnbygger:send': 120,
  'meldingsformidler:send': 120,
  'altinn:serviceowner': 300,
  'altinn:correspondence.write': 300,
  'altinn:events.subscribe': 300,
  'altinn:serviceowner/notifications.create': 300,
  'krr:global/kontaktinformasjon.read': 120,
  'krr:global/digitalpost.read': 120,
  'folkeregister:deling/offentligmedhjemmel': 300,
};

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
const SENDERS = ['313000001', '313001008', '313002004', '313003000'] as const;

export const SIMULATED_CLIENTS: readonly SimulatedClient[] = [
  {
    clientId: 'meldingsformidler',
    organisationNumber: GATEWAY_ORGANISATION,
    scopes: [...REGISTER_SCOPES, ...SENDER_SCOPES],
    keys: [],
  },
  ...SENDERS.map((sender) => ({
    clientId: `client-${sender}`,
    organisationNumber: sender,
    scopes: SENDER_SCOPES,
    keys: [],
  })),
  {
    clientId: 'meldingsformidler-key',
    organisationNumber: GATEWAY_ORGANISATION,
    scopes: [...REGISTER_SCOPES, ...SENDER_SCOPES],
    keys: registeredKeys(GATEWAY_ORGANISATION),
  },
  ...SENDERS.map((sender) => ({
    clientId: `key-client-${sender}`,
    organisationNumber: sender,
    scopes: SENDER_SCOPES,
    keys: registeredKeys(sender),
  })),
];

/** Public body -> those who may act for it, for every scope that it has. */
const DELEGATIONS: Readonly<Record<string, readonly string[]>> = {
  '313000001': ['313003000', GATEWAY_ORGANISATION],
  '313001008': [GATEWAY_ORGANISATION],
  '313002004': [GATEWAY_ORGANISATION],
};

/** Client -> organisation -> the system user that it has given to the client's system in Altinn. */
const SYSTEM_USERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'client-313003000': { '313000001': 'b8d4d4d9-680b-4905-90c1-47ac5ff0c0a9' },
};

export function clientById(clientId: string): SimulatedClient | undefined {
  return SIMULATED_CLIENTS.find((client) => client.clientId === clientId);
}

export function clientOfOrganisation(organisationNumber: string): SimulatedClient | undefined {
  return SIMULATED_CLIENTS.find((client) => client.organisationNumber === organisationNumber);
}

export function mayActFor(supplier: string, consumer: string): boolean {
  return DELEGATIONS[consumer]?.includes(supplier) ?? false;
}

export function systemUserOf(clientId: string, organisationNumber: string): string | undefined {
  return SYSTEM_USERS[clientId]?.[organisationNumber];
}

/** The one in use, and two that are not any more, all with the same pair behind them: it is the state that counts. */
function registeredKeys(organisationNumber: string): readonly SimulatedClientKey[] {
  const name = `registered-${organisationNumber}`;
  return [
    { kid: name, name, state: 'active' },
    { kid: `expired-${organisationNumber}`, name, state: 'expired' },
    { kid: `revoked-${organisationNumber}`, name, state: 'revoked' },
  ];
}
