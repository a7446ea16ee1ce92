import type { OnApplicationShutdown } from '@nestjs/common';
import type { Channel, ChannelNeed, DepositAccepted, DepositQuery, DepositStatus } from '#channels/channel.port.js';
import { capabilityFailure } from '#channels/check-capabilities.js';
import type { DepositOrder } from '#channels/deposit-order.js';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import { ambiguous, permanent, type Failure } from '#domain/failure.js';
import { signerOf } from '#domain/letter.js';
import { err, ok, type Result } from '#domain/result.js';
import type { StatusAnswer } from '../corner2/corner2.client.js';
import { DpiInbox } from './dpi-inbox.js';
import { DPI_SCOPE, type DpiParts } from './dpi-parts.js';
import type { DpiProfile } from './dpi-profile.js';
import { MessagePacker } from './message-packer.js';
import { sentDetails } from './sent-details.js';

/**
 * A provider behind the corner-2 access point. Digipost, e-Boks and the national print service are this class with three
 * profiles.
 *
 * Idempotent because the message id is the deposit id and the access point takes an id once. Its "no" to a second one is
 * the same 400 as for an invalid message, so every 400 is followed by the question which statuses the message has:
 * none means invalid, any means that the letter lies there from an earlier try.
 */
export class DpiChannel implements Channel, OnApplicationShutdown {
  readonly inbox: DpiInbox;
  readonly needs?: ChannelNeed;
  private readonly packer: MessagePacker;

  constructor(
    private readonly profile: DpiProfile,
    private readonly parts: DpiParts,
  ) {
    this.inbox = new DpiInbox(profile, parts);
    this.packer = new MessagePacker(profile, parts);
    if (profile.message.needs !== undefined) this.needs = profile.message.needs;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.parts.client.close(), this.parts.revocation.close()]);
  }

  async deposit(order: DepositOrder, signal: AbortSignal): Promise<Result<DepositAccepted, Failure>> {
    const limit = capabilityFailure('DPI', this.profile.capabilities, order);
    if (limit !== undefined) return err(limit);
    const { sender } = order.letter;
    const packed = await this.packer.pack(
      order,
      () => this.token(sender.organisationNumber, signerOf(sender), signal),
      signal,
    );
    if (!packed.ok) return packed;
    const { message, token, packageBytes } = packed.value;
    const posted = await this.parts.client.post(message, token, signal);
    if (!posted.ok) return err(this.forgetting(token, posted.error));
    if (posted.value.kind === 'accepted') return ok(this.accepted(order, this.parts.clock.now(), packageBytes));
    return this.refusedOrRepeated(order, token, posted.value.failure, signal);
  }

  async status(query: DepositQuery, signal: AbortSignal): Promise<Result<DepositStatus, Failure>> {
    const token = await this.token(query.sender, query.signer, signal);
    if (!token.ok) return token;
    const answer = await this.parts.client.statuses(query.depositId, token.value, signal);
    if (!answer.ok) return err(this.forgetting(token.value, answer.error));
    if (answer.value.statuses.length === 0) return ok({ kind: 'unknown' });
    const receipts = this.failures(query, answer.value);
    return ok({ kind: 'known', reference: query.depositId, receipts, settled: receipts.length > 0 });
  }

  private async refusedOrRepeated(
    order: DepositOrder,
    token: string,
    refused: Failure,
    signal: AbortSignal,
  ): Promise<Result<DepositAccepted, Failure>> {
    const answer = await this.parts.client.statuses(order.depositId, token, signal);
    if (!answer.ok) {
      return err(
        ambiguous(
          'DPI_REFUSAL_UNCLEAR',
          'The access point refused the message and did not say whether it has it already.',
          answer.error,
        ),
      );
    }
    const { statuses } = answer.value;
    const [first] = statuses;
    if (first === undefined) return err(refused);
    const failed = statuses.find(({ status }) => status === 'FEILET');
    if (failed !== undefined) return err(permanent('DPI_NOT_FORWARDED', NOT_FORWARDED, 'channel'));
    return ok(this.accepted(order, first.at ?? this.parts.clock.now()));
  }

  private accepted(order: DepositOrder, acceptedAt: Date, packageBytes?: number): DepositAccepted {
    return {
      reference: order.depositId,
      acceptedAt,
      details: {
        messageId: order.depositId,
        ...(packageBytes === undefined ? {} : { packageBytes }),
        ...sentDetails(order, this.profile),
      },
    };
  }

  /** All else than FEILET says only that the message is on its way. */
  private failures(query: DepositQuery, answer: StatusAnswer): ProviderReceipt[] {
    return answer.statuses
      .filter(({ status }) => status === 'FEILET')
      .slice(0, 1)
      .map((failed) => ({
        kind: 'receipt',
        sourceId: `${query.depositId}:FEILET`,
        raw: answer.raw,
        rawMediaType: 'application/json',
        match: { depositId: query.depositId, reference: query.depositId },
        event: {
          type: 'failed',
          at: failed.at ?? this.parts.clock.now(),
          reason: { code: 'DPI_NOT_FORWARDED', text: NOT_FORWARDED },
          details: { blame: 'channel' },
        },
      }));
  }

  private token(sender: string, signer: string, signal: AbortSignal): Promise<Result<string, Failure>> {
    return this.parts.tokens.token({ scope: DPI_SCOPE, consumer: sender, signer }, signal);
  }

  private forgetting(token: string, failure: Failure): Failure {
    if (failure.code === 'DPI_TOKEN_REFUSED') this.parts.tokens.forget(token);
    return failure;
  }
}

const NOT_FORWARDED = 'The access point could not forward the letter to its provider (FEILET).';
