import type { SimulationContext } from '#channels/simulation/simulator.js';
import type { AltinnAttachments } from './altinn-attachments.js';
import type { AltinnEvents } from './altinn-events.js';
import type { AltinnJobs } from './altinn-jobs.js';
import type { AltinnLetters } from './altinn-letters.js';
import { exists, isReserved, lacksRoles, organisationUrn, partyOf } from './altinn-parties.js';
import { attachmentStatus, hasStatus, type AttachmentRecord, type CorrespondenceRecord } from './altinn-records.js';
import { mediaTypeOf } from './attachment-rules.js';
import type { LetterNotifier } from './letter-notifier.js';

/**
 * From accepted to published (registers reference 1.7): a letter waits for its attachments' scan and its time, is
 * checked again for what can have changed since, and is then Published or Failed. A delivery is written when it is
 * published, since only then has anybody received anything.
 */
export class LetterPublisher {
  private readonly publishing = new Map<string, Promise<void>>();

  constructor(
    private readonly context: SimulationContext,
    private readonly letters: AltinnLetters,
    private readonly attachments: AltinnAttachments,
    private readonly notifier: LetterNotifier,
    private readonly jobs: AltinnJobs,
    private readonly events: AltinnEvents,
  ) {
    attachments.onSettled((attachment) => this.attachmentSettled(attachment));
    for (const record of letters.all()) this.expect(record);
  }

  /** A letter that is new, or was there at start: whatever is still to happen to it will. */
  expect(record: CorrespondenceRecord): void {
    if (record.stage === 'initialized') this.jobs.at(0, 'attachments', () => this.settle(record.id));
    if (record.stage === 'ready') this.schedule(record);
    if (record.stage === 'published' && record.orders.length === 0) {
      this.jobs.at(0, 'order', () => this.notifier.order(record));
    }
    const { dueDateTime } = record.letter;
    const mayBeLate = !record.isDueDateDone && record.stage !== 'purged' && record.stage !== 'failed';
    if (dueDateTime !== undefined && mayBeLate) {
      this.jobs.at(Date.parse(dueDateTime), 'due-date', () => this.dueDatePassed(record.id));
    }
  }

  /** Also called when the recipient asks before the job has come by. */
  publishIfDue(id: string): Promise<void> {
    const running = this.publishing.get(id);
    if (running !== undefined) return running;
    const record = this.letters.get(id);
    if (record?.stage !== 'ready' || Date.parse(record.publishAt) > this.context.clock.now().getTime()) {
      return Promise.resolve();
    }
    const job = this.publish(record).finally(() => this.publishing.delete(id));
    this.publishing.set(id, job);
    return job;
  }

  private schedule(record: CorrespondenceRecord): void {
    this.jobs.at(Date.parse(record.publishAt), 'publish', () => this.publishIfDue(record.id));
  }

  private async attachmentSettled(attachment: AttachmentRecord): Promise<void> {
    for (const id of this.letters.ofAttachment(attachment.id)) await this.settle(id);
  }

  /** Ready when all attachments are published, failed when one of them has. */
  private async settle(id: string): Promise<void> {
    const record = this.letters.get(id);
    if (record?.stage !== 'initialized') return;
    const states = record.attachmentIds.map(
      (attachment) => attachmentStatus(this.attachments.mustGet(attachment)).status,
    );
    if (states.includes('Failed')) await this.fail(record, `Attachment of ${id} failed: malware scan`);
    else if (states.every((state) => state === 'Published')) {
      this.schedule(await this.letters.addStatus(id, 'ReadyForPublish', undefined, { stage: 'ready' }));
    }
  }

  private async publish(record: CorrespondenceRecord): Promise<void> {
    const refusal = this.refusalOf(record);
    if (refusal !== undefined) {
      await this.fail(record, refusal);
      return;
    }
    await this.deliver(record);
    // Purged by its sender in the meantime.
    if (this.letters.get(record.id)?.stage !== 'ready') return;
    const published = await this.letters.addStatus(record.id, 'Published', undefined, { stage: 'published' });
    this.tell(published, 'correspondencepublished', published.recipient);
    await this.notifier.order(published);
  }

  private async fail(record: CorrespondenceRecord, statusText: string): Promise<void> {
    const failed = await this.letters.addStatus(record.id, 'Failed', statusText, { stage: 'failed' });
    this.tell(failed, 'correspondencepublishfailed', organisationUrn(failed.owner));
  }

  private refusalOf(record: CorrespondenceRecord): string | undefined {
    const { world } = this.context;
    const party = partyOf(record.recipient);
    if (party === undefined || !exists(party, world)) return `Recipient of ${record.id} was not found in the register`;
    if (record.letter.ignoreReservation !== true && isReserved(party, world)) {
      return `Recipient of ${record.id} has been set to reserved in kontakt- og reserverasjonsregisteret ('KRR')`;
    }
    return lacksRoles(party, world)
      ? `Recipient of ${record.id} lacks roles required to read correspondence. Consider sending physical mail to this recipient instead.`
      : undefined;
  }

  private async deliver(record: CorrespondenceRecord): Promise<void> {
    const attachments = record.attachmentIds.map((id) => this.attachments.mustGet(id));
    await this.context.world.deliveries.put(record.id, {
      id: record.id,
      channel: 'altinn',
      reference: record.letter.sendersReference,
      recipient: partyOf(record.recipient)?.id ?? '',
      title: record.letter.content.messageTitle,
      documents: attachments.map(({ fileName, sha256 }) => ({ fileName, mediaType: mediaTypeOf(fileName), sha256 })),
      receivedAt: this.context.clock.now().toISOString(),
    });
  }

  private async dueDatePassed(id: string): Promise<void> {
    const record = this.letters.get(id);
    if (record === undefined || record.isDueDateDone) return;
    await this.letters.update(id, () => ({ isDueDateDone: true }));
    if (record.stage !== 'published') return;
    const sender = organisationUrn(record.owner);
    if (!hasStatus(record, 'Read')) this.tell(record, 'correspondencereceiverneverread', sender);
    const isUnconfirmed = record.letter.isConfirmationNeeded === true && !hasStatus(record, 'Confirmed');
    if (isUnconfirmed) this.tell(record, 'correspondencereceiverneverconfirmed', sender);
  }

  private tell(record: CorrespondenceRecord, type: string, subject: string): void {
    const { resourceId } = record.letter;
    this.events.publish({ type, source: 'correspondence', instance: record.id, resourceId, subject });
  }
}
