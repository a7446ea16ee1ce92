import { Inject, Injectable } from '@nestjs/common';
import type { DeadReason } from '#messaging/dead-letter.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { GatewayConfig } from '../gateway.config.js';
import type { IntakeRefusal } from './intake-verdict.js';

/** The texts that operators read beside a dead message. */
export const REFUSAL_TEXTS: Readonly<Record<IntakeRefusal & DeadReason, string>> = {
  NO_USER_ID: 'The message has no user-id; publish with the user-id property set to the AMQP user.',
  SENDER_NOT_REGISTERED: 'The sender is not registered with this gateway; register it in the senders file.',
  SENDER_USER_MISMATCH: 'The AMQP user is not registered for the sender, nor for the supplier that sends for it.',
  SUPPLIER_NOT_DELEGATED: 'The sender has not delegated to this supplier; register the delegation in the senders file.',
  ROUTING_KEY_MISMATCH: 'The routing key names another organisation than the message; publish with letter.<sender>.',
};

/** Who may publish what: the broker-validated user must be registered for the sender, or for its supplier (contract 3). */
@Injectable()
export class AmqpAuthority {
  constructor(
    @Inject(SenderDirectory) private readonly directory: SenderDirectory,
    @Inject(GatewayConfig) private readonly config: GatewayConfig,
  ) {}

  letterRefusal(message: PublishedBy, sender: string, supplier: string | undefined): IntakeRefusal | undefined {
    if (message.routingKey.split('.')[1] !== sender) return 'ROUTING_KEY_MISMATCH';
    if (this.config.requireUserId === 'false') return this.directory.refusalWithoutUser(sender, supplier);
    return this.directory.refusal(message.userId, sender, supplier);
  }

  /** A cancellation names no supplier: the sender's own users may send it, and those of its suppliers. */
  cancelRefusal(message: PublishedBy, sender: string): IntakeRefusal | undefined {
    const suppliers = this.directory.find(sender)?.suppliers ?? [];
    const refusals = [undefined, ...suppliers].map((supplier) => this.letterRefusal(message, sender, supplier));
    return refusals.includes(undefined) ? undefined : refusals[0];
  }
}

export interface PublishedBy {
  readonly routingKey: string;
  readonly userId: string | undefined;
}
