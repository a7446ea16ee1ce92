import { setTimeout as delay } from 'node:timers/promises';
import type { CallbackParser, Channel, DepositAccepted, DepositQuery, DepositStatus } from '#channels/channel.port.js';
import { capabilityFailure } from '#channels/check-capabilities.js';
import type { DepositOrder } from '#channels/deposit-order.js';
import { Provider } from '#channels/provider.decorator.js';
import type { Clock } from '#domain/clock.js';
import { ambiguous, unreachable, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import { ignoreSurprises, knownCode, type NoteSurprise } from '#platform/surprises.js';
import { altinnCallback } from './altinn.callback.js';
import { recipientFailure } from './altinn-recipient.js';
import { ALTINN_CAPABILITIES } from './altinn.capabilities.js';
import type { AltinnClient } from './altinn.client.js';
import type { AltinnConfig } from './altinn.config.js';
import { isAboutLostAttachments } from './altinn.errors.js';
import { toCorrespondence } from './altinn.mapper.js';
import { sentDetails } from './altinn-sent-details.js';
import { toDepositStatus } from './altinn-receipts.mapper.js';
import { CORRESPONDENCE_STATUSES } from './altinn-status.wire.js';
import { resourceOf, resourcesToSearch, type AltinnResource } from './altinn-resource.js';
import { textFailure } from './altinn-text-checks.js';
import { AltinnUploads } from './altinn-uploads.js';
import { DepositMemory } from './deposit-memory.js';
import { SeenLetters } from './seen-letters.js';

/** Between looks for a letter that Altinn has just said it has. */
const LOOK_AGAIN_AFTER_MS = [100, 400, 1_500] as const;

/**
 * Altinn 3 Correspondence. A deposit uploads the documents, waits until the malware scan has published them and then
 * makes the correspondence with the deposit id as idempotency key, which Altinn checks before everything else and
 * never forgets: a repeat can leave attachments that nobody sees, never a second letter. A repeat of a call that may
 * have been carried out asks for the key first, so that nothing is uploaded for a letter that is there.
 */
@Provider({ id: 'altinn', displayName: 'Altinn', role: 'channel', capabilities: ALTINN_CAPABILITIES })
export class AltinnAdapter implements Channel {
  /** Only where Altinn has been given an address to call: without it nothing is told, and letters are asked about often. */
  readonly callback?: CallbackParser;
  private readonly memory = new DepositMemory();
  private readonly seen = new SeenLetters();
  private readonly uploads: AltinnUploads;

  constructor(
    private readonly client: AltinnClient,
    private readonly config: AltinnConfig,
    private readonly clock: Clock,
    private readonly note: NoteSurprise = ignoreSurprises,
  ) {
    if (config.callbackUrl !== undefined) this.callback = altinnCallback;
    this.uploads = new AltinnUploads(client, this.memory, config.attachmentWaitMs, note);
  }

  async deposit(order: DepositOrder, signal: AbortSignal): Promise<Result<DepositAccepted, Failure>> {
    const { depositId } = order;
    const resource = resourceOf(this.config, order);
    const refused =
      capabilityFailure('ALTINN', ALTINN_CAPABILITIES, order) ??
      recipientFailure(order) ??
      textFailure(order, resource);
    if (refused !== undefined) return err(refused);
    if (this.memory.mayBeThere(depositId)) {
      const found = await this.find(depositId, order.sender.organisationNumber, signal);
      if (!found.ok) return found;
      if (found.value !== undefined) return ok(this.accepted(order, found.value));
    }
    const attachments = await this.uploads.upload(order, resource, signal);
    if (!attachments.ok) return attachments;
    return this.handOver(order, resource, attachments.value, signal);
  }

  async status(query: DepositQuery, signal: AbortSignal): Promise<Result<DepositStatus, Failure>> {
    let { reference } = query;
    if (reference === undefined) {
      const found = await this.find(query.depositId, query.sender, signal);
      if (!found.ok) return found;
      if (found.value === undefined) return ok({ kind: 'unknown' });
      reference = found.value;
    }
    const details = await this.details(reference, query.sender, signal);
    if (!details.ok) return details;
    if (details.value === undefined) {
      // Never `unknown`, since we have its id: it would be deposited again.
      return ok({ kind: 'known', reference, receipts: [], settled: this.seen.denied(reference) });
    }
    const status = toDepositStatus(reference, details.value, this.note);
    if (isPublished(status)) this.seen.published(reference);
    return ok(status);
  }

  private async handOver(
    order: DepositOrder,
    resource: AltinnResource,
    attachmentIds: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<DepositAccepted, Failure>> {
    const { depositId } = order;
    this.memory.handsOver(depositId);
    const made = await this.client.createCorrespondence(
      resource,
      toCorrespondence(order, resource, attachmentIds),
      signal,
    );
    if (!made.ok) {
      if (isAboutLostAttachments(made.error)) this.memory.forgetAttachments(depositId);
      return made;
    }
    this.memory.forgetAttachments(depositId);
    if (made.value.kind === 'key-used') return this.findFirst(order, signal);
    knownCode(made.value.status, CORRESPONDENCE_STATUSES, 'correspondences.status', this.note);
    if (made.value.status === 'Reserved') {
      return err(
        unreachable('ALTINN_RESERVED', 'The recipient is reserved against digital letters; the next channel is tried.'),
      );
    }
    return ok(this.accepted(order, made.value.correspondenceId));
  }

  /** The answer to a used key names no letter, so it is looked up; a list that lags behind is asked again. */
  private async findFirst(order: DepositOrder, signal: AbortSignal): Promise<Result<DepositAccepted, Failure>> {
    let cause: Failure | undefined;
    for (const pause of [0, ...LOOK_AGAIN_AFTER_MS]) {
      await delay(pause, undefined, { signal }).catch(() => undefined);
      const found = await this.find(order.depositId, order.sender.organisationNumber, signal);
      if (found.ok && found.value !== undefined) return ok(this.accepted(order, found.value));
      if (!found.ok) {
        cause = found.error;
        break;
      }
    }
    return err(
      ambiguous(
        'ALTINN_KEY_USED',
        'Altinn has this letter already, but does not tell its id yet; its status is asked for.',
        cause,
      ),
    );
  }

  /**
   * The letter of this key, by whichever of the sender's resources it went. A resource that refuses us hides no letter
   * of the next; but when none has it, it may be there, so the refusal is the answer and not that there is none.
   */
  private async find(
    depositId: string,
    sender: string,
    signal: AbortSignal,
  ): Promise<Result<string | undefined, Failure>> {
    let refused: Result<undefined, Failure> | undefined;
    for (const resource of resourcesToSearch(this.config, sender)) {
      const found = await this.client.findByKey(resource, depositId, signal);
      if (found.ok && found.value.id !== undefined) return ok(found.value.id);
      if (!found.ok && found.error.kind !== 'defect') return found;
      if (!found.ok) refused ??= found;
    }
    return refused ?? ok(undefined);
  }

  /**
   * By the owner whose letter it is. A sender that got a resource of its own has older letters at the gateway's, so what
   * its own token does not find or may not read is asked for with the gateway's before it counts as gone.
   */
  private async details(
    reference: string,
    sender: string,
    signal: AbortSignal,
  ): Promise<Result<Buffer | undefined, Failure>> {
    const owners = new Set(resourcesToSearch(this.config, sender).map(({ owner }) => owner));
    let refused: Result<Buffer | undefined, Failure> | undefined;
    for (const owner of owners) {
      const details = await this.client.details(owner === undefined ? {} : { owner }, reference, signal);
      if (details.ok && details.value !== undefined) return details;
      if (!details.ok && details.error.kind !== 'defect') return details;
      if (!details.ok) refused ??= details;
    }
    return refused ?? ok(undefined);
  }

  private accepted(order: DepositOrder, correspondenceId: string): DepositAccepted {
    return { reference: correspondenceId, acceptedAt: this.clock.now(), ...sentDetails(order) };
  }
}

function isPublished(status: DepositStatus): boolean {
  return (
    status.kind === 'known' &&
    status.receipts.some((receipt) => receipt.kind === 'receipt' && receipt.event.type === 'delivered')
  );
}
