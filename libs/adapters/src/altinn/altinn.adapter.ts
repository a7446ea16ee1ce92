import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, DepositAccepted, DepositQuery, DepositStatus } from '#channels/channel.port.js';
import { capabilityFailure } from '#channels/check-capabilities.js';
import type { DepositOrder } from '#channels/deposit-order.js';
import { Provider } from '#channels/provider.decorator.js';
import type { Clock } from '#domain/clock.js';
import { ambiguous, transient, unreachable, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import { altinnCallback } from './altinn.callback.js';
import { ALTINN_CAPABILITIES } from './altinn.capabilities.js';
import type { AltinnClient } from './altinn.client.js';
import type { AltinnConfig } from './altinn.config.js';
import { attachmentRefused } from './altinn.errors.js';
import { titleFailure, toAttachments, toCorrespondence } from './altinn.mapper.js';
import { toDepositStatus } from './altinn-receipts.mapper.js';

const FIRST_LOOK_MS = 50;
const SLOWEST_LOOK_MS = 2_000;

/**
 * Altinn 3 Correspondence. A deposit uploads the documents, waits until the malware scan has published them and then
 * makes the correspondence with the deposit id as idempotency key, which Altinn checks before everything else and
 * never forgets: a repeat can leave attachments that nobody sees, never a second letter.
 */
@Provider({ id: 'altinn', displayName: 'Altinn', role: 'channel', capabilities: ALTINN_CAPABILITIES })
export class AltinnAdapter implements Channel {
  readonly callback = altinnCallback;

  constructor(
    private readonly client: AltinnClient,
    private readonly config: AltinnConfig,
    private readonly clock: Clock,
  ) {}

  async deposit(order: DepositOrder, signal: AbortSignal): Promise<Result<DepositAccepted, Failure>> {
    const refused = capabilityFailure('ALTINN', ALTINN_CAPABILITIES, order) ?? titleFailure(order);
    if (refused !== undefined) return err(refused);
    const attachments = await this.uploadAll(order, signal);
    if (!attachments.ok) return attachments;
    const body = toCorrespondence(order, this.config.resourceId, attachments.value);
    const made = await this.client.createCorrespondence(body, signal);
    if (!made.ok) return made;
    if (made.value.kind === 'key-used') return this.findFirst(order.depositId, signal);
    if (made.value.status === 'Reserved') {
      return err(
        unreachable('ALTINN_RESERVED', 'The recipient is reserved against digital letters; the next channel is tried.'),
      );
    }
    return ok(this.accepted(made.value.correspondenceId));
  }

  async status(query: DepositQuery, signal: AbortSignal): Promise<Result<DepositStatus, Failure>> {
    let reference = query.reference;
    if (reference === undefined) {
      const found = await this.client.findByKey(query.depositId, signal);
      if (!found.ok) return found;
      if (found.value.id === undefined) return ok({ kind: 'unknown' });
      reference = found.value.id;
    }
    const details = await this.client.details(reference, signal);
    if (!details.ok) return details;
    // It was there, since we have its id: purged by the recipient or by Altinn, which says no more about it.
    if (details.value === undefined) return ok({ kind: 'known', reference, receipts: [], settled: true });
    return ok(toDepositStatus(reference, details.value));
  }

  /** Attachment ids in the order of the documents. One after the other: a letter has few, the channel many letters. */
  private async uploadAll(order: DepositOrder, signal: AbortSignal): Promise<Result<readonly string[], Failure>> {
    const ids: string[] = [];
    for (const { document, ...metadata } of toAttachments(order, this.config.resourceId)) {
      const created = await this.client.createAttachment(metadata, signal);
      if (!created.ok) return created;
      const uploaded = await this.client.uploadAttachment(created.value, document, signal);
      if (!uploaded.ok) return uploaded;
      ids.push(created.value);
    }
    for (const id of ids) {
      const published = await this.untilPublished(id, signal);
      if (!published.ok) return published;
    }
    return ok(ids);
  }

  private async untilPublished(attachmentId: string, signal: AbortSignal): Promise<Result<void, Failure>> {
    const begun = performance.now();
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, SLOWEST_LOOK_MS)) {
      const status = await this.client.attachmentStatus(attachmentId, signal);
      if (!status.ok) return status;
      if (status.value === 'Published') return ok(undefined);
      if (status.value !== 'Initialized' && status.value !== 'UploadProcessing') return err(attachmentRefused());
      if (performance.now() - begun > this.config.attachmentWaitMs || signal.aborted) {
        return err(
          transient('ALTINN_ATTACHMENT_PENDING', 'Altinn has not scanned the documents yet; the deposit is repeated.'),
        );
      }
      // An abort ends the pause early; the next round sees it.
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** The answer to a used key names no letter, so it is looked up. */
  private async findFirst(depositId: string, signal: AbortSignal): Promise<Result<DepositAccepted, Failure>> {
    const found = await this.client.findByKey(depositId, signal);
    if (found.ok && found.value.id !== undefined) return ok(this.accepted(found.value.id));
    const cause = found.ok ? undefined : found.error;
    return err(
      ambiguous(
        'ALTINN_KEY_USED',
        'Altinn has this letter already, but does not tell its id yet; its status is asked for.',
        cause,
      ),
    );
  }

  private accepted(correspondenceId: string): DepositAccepted {
    return { reference: correspondenceId, acceptedAt: this.clock.now() };
  }
}
