import type { PostalAddress } from '#domain/postal-address.js';

export const SENDER_PROFILES = ['state', 'municipal'] as const;
/** Which routing profile of config/routing.yaml applies to the sender's letters. */
export type SenderProfileName = (typeof SENDER_PROFILES)[number];

export interface Sender {
  readonly organisationNumber: string;
  readonly name: string;
  readonly profile: SenderProfileName;
  /** Broker users that may publish this sender's letters. */
  readonly amqpUsers: readonly string[];
  /** Databehandlere it has delegated to. */
  readonly suppliers: readonly string[];
  readonly returnAddress?: PostalAddress;
}

export interface Supplier {
  readonly organisationNumber: string;
  readonly name: string;
  readonly amqpUsers: readonly string[];
}
