import { GATEWAY_ORGANISATION, SIMULATED_CLIENTS } from '#maskinporten/simulated-clients.js';

/**
 * The simulated resource registry, as data: what may be sent with, and whose it is. `meldingsformidler-brev` is the one
 * of the sandbox's configuration; every sender has one of its own and a confidential one, for sending in its own name.
 */
export interface SimulatedResource {
  readonly id: string;
  /** Organisation number of the service owner: the sender of everything that is sent with it. */
  readonly owner: string;
  readonly type: 'CorrespondenceService' | 'AltinnApp';
  readonly isConfidential: boolean;
  /** What the recipient must log in with; only 0 allows forwarding. */
  readonly authenticationLevel: number;
  /** Whether its owner has an agreement with Altinn in this environment; without one everything is 451. */
  readonly hasAgreement: boolean;
  /** Whether Altinn reaches the contact register for letters that are sent with it. */
  readonly reachesKrr: boolean;
}

function resource(id: string, owner: string, changes: Partial<SimulatedResource> = {}): SimulatedResource {
  return {
    id,
    owner,
    type: 'CorrespondenceService',
    isConfidential: false,
    authenticationLevel: 3,
    hasAgreement: true,
    reachesKrr: true,
    ...changes,
  };
}

/** An organisation may have several clients. */
const SENDERS = [...new Set(SIMULATED_CLIENTS.map(({ organisationNumber }) => organisationNumber))].filter(
  (organisation) => organisation !== GATEWAY_ORGANISATION,
);

export const SIMULATED_RESOURCES: readonly SimulatedResource[] = [
  resource('meldingsformidler-brev', GATEWAY_ORGANISATION),
  resource('meldingsformidler-fortrolig', GATEWAY_ORGANISATION, { isConfidential: true, authenticationLevel: 4 }),
  ...SENDERS.flatMap((sender) => [
    resource(`meldingsformidler-brev-${sender}`, sender),
    resource(`meldingsformidler-fortrolig-${sender}`, sender, { isConfidential: true, authenticationLevel: 4 }),
  ]),
  // For tests of what goes wrong, and of forwarding.
  resource('meldingsformidler-apent', GATEWAY_ORGANISATION, { authenticationLevel: 0 }),
  resource('meldingsformidler-skjema', GATEWAY_ORGANISATION, { type: 'AltinnApp' }),
  resource('meldingsformidler-uten-avtale', GATEWAY_ORGANISATION, { hasAgreement: false }),
  resource('meldingsformidler-uten-krr', GATEWAY_ORGANISATION, { reachesKrr: false }),
];

const BY_ID: ReadonlyMap<string, SimulatedResource> = new Map(SIMULATED_RESOURCES.map((item) => [item.id, item]));
const URN = 'urn:altinn:resource:';

/** With or without `urn:altinn:resource:`. */
export function resourceOf(id: string): SimulatedResource | undefined {
  return BY_ID.get(bareResourceId(id));
}

export function bareResourceId(id: string): string {
  return id.startsWith(URN) ? id.slice(URN.length) : id;
}

export function resourceUrn(id: string): string {
  return URN + id;
}
