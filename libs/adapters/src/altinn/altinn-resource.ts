import type { DepositOrder } from '#channels/deposit-order.js';
import type { AltinnConfig } from './altinn.config.js';

/**
 * Which resource of Altinn's registry a letter goes by. The sender that Altinn shows is the owner of the resource, so a
 * public body may have one of its own; the gateway then acts as its supplier (a Maskinporten token with the body as
 * consumer). Everybody else is sent by the gateway's resource under `messageSender`.
 *
 * Confidential resources: for organisations only the general manager and the like may read what they carry (1044), and
 * Altinn holds a letter to its resource's kind (1060, 1061). Letters of security level 4 go by one where it is
 * configured for the same owner, level 3 never. Where none is configured level 4 goes by the ordinary resource, whose
 * policy must then ask for login at level 4 itself: a resource nobody has set up must not turn a letter into paper.
 */
export interface AltinnResource {
  readonly id: string;
  readonly isConfidential: boolean;
  /** The public body that owns it, when that is not the gateway itself. */
  readonly owner?: string;
}

type Names = Pick<
  AltinnConfig,
  'resourceId' | 'senderResources' | 'confidentialResourceId' | 'senderConfidentialResources'
>;

export function resourceOf(config: Names, order: DepositOrder): AltinnResource {
  const [ordinary, confidential] = resourcesOf(config, order.sender.organisationNumber);
  return order.letter.securityLevel === 4 ? (confidential ?? ordinary) : ordinary;
}

/** Where a letter of this sender may be: by its own resources first, and by the gateway's, which it may have had before. */
export function resourcesToSearch(config: Names, sender: string): readonly AltinnResource[] {
  const ofSender = resourcesOf(config, sender).filter((resource) => resource !== undefined);
  const ofGateway = ownResources(config).filter((resource) => resource !== undefined);
  return ofSender[0]?.owner === undefined ? ofSender : [...ofSender, ...ofGateway];
}

/** All that are configured, each once. */
export function allResources(config: Names): readonly AltinnResource[] {
  const owners = [...pairsOf(config.senderResources).keys()];
  const all = [ownResources(config), ...owners.map((owner) => resourcesOf(config, owner))].flat();
  const found = all.filter((resource) => resource !== undefined);
  return [...new Map(found.map((resource) => [`${resource.owner ?? ''} ${resource.id}`, resource])).values()];
}

type Pair = readonly [ordinary: AltinnResource, confidential: AltinnResource | undefined];

function resourcesOf(config: Names, sender: string): Pair {
  const id = pairsOf(config.senderResources).get(sender);
  if (id === undefined) return ownResources(config);
  const confidential = pairsOf(config.senderConfidentialResources).get(sender);
  return [
    { id, isConfidential: false, owner: sender },
    confidential === undefined ? undefined : { id: confidential, isConfidential: true, owner: sender },
  ];
}

function ownResources({ resourceId, confidentialResourceId }: Names): Pair {
  return [
    { id: resourceId, isConfidential: false },
    confidentialResourceId === undefined ? undefined : { id: confidentialResourceId, isConfidential: true },
  ];
}

function pairsOf(list: string | undefined): ReadonlyMap<string, string> {
  const pairs = (list ?? '').split(',').filter((pair) => pair !== '');
  return new Map(pairs.map((pair) => [pair.slice(0, 9), pair.slice(10)]));
}
