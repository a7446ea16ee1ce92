import { randomUUID } from 'node:crypto';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import type { AltinnAttachments } from './altinn-attachments.js';
import { mediaTypeOf } from './altinn-attachments.js';
import type { AltinnEvents } from './altinn-events.js';
import { AltinnProblem } from './altinn-problems.js';
import { hasStatus, type CorrespondenceRecord } from './altinn-records.js';
import { isReserved, partyOf, toUrn, type CorrespondenceRequest } from './altinn-validation.js';

/** From a complete letter to its publication at the earliest: the background job has to come by. */
const PUBLISH_MS = 150;

/**
 * The life of a correspondence: ReadyForPublish, then Published or Failed when the job comes by, then what the
 * recipient does. A delivery is written when it is published, since only then has anybody received anything.
 */
export class AltinnCorrespondences {
  private readonly records;
  /** Correspondence by idempotent key. Read from the records and not written by itself: a crash must not part the two. */
  private readonly keys = new Map<string, string>();
  /** Keys between check and write; two calls with one key can be in flight at once. */
  private readonly keysInFlight = new Set<string>();
  private readonly pending = new Set<string>();
  private readonly publishing = new Map<string, Promise<void>>();

  constructor(
    private readonly context: SimulationContext,
    private readonly attachments: AltinnAttachments,
    private readonly events: AltinnEvents,
  ) {
    this.records = context.world.collection<CorrespondenceRecord>('altinn.correspondences');
    for (const record of this.records.values()) {
      if (record.idempotentKey !== undefined) this.keys.set(record.idempotentKey, record.id);
      if (!hasStatus(record, 'Published', 'Failed')) this.pending.add(record.id);
    }
  }

  /** Checked before every other rule; throws 1034 for a key that was used. The key is free again when `make` fails. */
  async withKey<Value>(key: string | undefined, make: () => Promise<Value>): Promise<Value> {
    if (key === undefined) return make();
    if (this.keysInFlight.has(key) || this.keys.has(key)) {
      throw new AltinnProblem(1034, 'A correspondence with the same idempotent key already exists');
    }
    this.keysInFlight.add(key);
    try {
      return await make();
    } finally {
      this.keysInFlight.delete(key);
    }
  }

  async create(request: CorrespondenceRequest, raw: Buffer): Promise<CorrespondenceRecord> {
    await this.attachments.link(request.existingAttachments);
    const now = this.context.clock.now();
    const requested = Date.parse(request.requestedPublishTime ?? '');
    const earliest = now.getTime() + PUBLISH_MS;
    const record: CorrespondenceRecord = {
      id: randomUUID(),
      resourceId: request.resourceId,
      sendersReference: request.sendersReference,
      recipient: toUrn(request.recipients[0] ?? ''),
      title: request.title,
      attachmentIds: request.existingAttachments,
      ...(request.idempotentKey === undefined ? {} : { idempotentKey: request.idempotentKey }),
      ignoreReservation: request.ignoreReservation,
      isConfirmationNeeded: request.isConfirmationNeeded,
      ...(request.notification === undefined
        ? {}
        : { notificationChannel: String(request.notification['notificationChannel']) }),
      created: now.toISOString(),
      publishAt: new Date(Number.isNaN(requested) ? earliest : Math.max(requested, earliest)).toISOString(),
      history: [{ status: 'ReadyForPublish', statusText: 'ReadyForPublish', statusChanged: now.toISOString() }],
    };
    await this.context.world.blobs.put(`${record.id}/raw`, raw);
    await this.records.put(record.id, record);
    if (request.idempotentKey !== undefined) this.keys.set(request.idempotentKey, record.id);
    this.pending.add(record.id);
    return record;
  }

  /** As it is now, published when that was due. */
  async get(id: string): Promise<CorrespondenceRecord | undefined> {
    if (this.pending.has(id)) await this.publishIfDue(id);
    return this.records.get(id);
  }

  idOfKey(key: string): string | undefined {
    return this.keys.get(key);
  }

  *ids(): Generator<CorrespondenceRecord> {
    yield* this.records.values();
  }

  async publishDue(): Promise<void> {
    for (const id of this.pending) await this.publishIfDue(id);
  }

  /** Adds a status of the recipient's doing, once. */
  async mark(id: string, status: string, event?: string): Promise<CorrespondenceRecord | undefined> {
    const record = await this.get(id);
    if (record === undefined || hasStatus(record, status)) return record;
    const marked = this.withStatus(record, status, status);
    await this.records.put(id, marked);
    if (event !== undefined) this.events.publish(event, marked);
    return marked;
  }

  private publishIfDue(id: string): Promise<void> {
    const running = this.publishing.get(id);
    if (running !== undefined) return running;
    const record = this.records.get(id);
    if (record === undefined || Date.parse(record.publishAt) > this.context.clock.now().getTime())
      return Promise.resolve();
    const job = this.publish(record).finally(() => this.publishing.delete(id));
    this.publishing.set(id, job);
    return job;
  }

  /** The job checks again what can have changed since (1.7, 2). */
  private async publish(record: CorrespondenceRecord): Promise<void> {
    const refusal = this.refusalOf(record);
    if (refusal !== undefined) {
      const failed = this.withStatus(record, 'Failed', refusal);
      await this.records.put(record.id, failed);
      this.pending.delete(record.id);
      this.events.publish('correspondencepublishfailed', failed);
      return;
    }
    const published = this.withStatus(record, 'Published', 'Published');
    await this.deliver(published);
    await this.records.put(record.id, published);
    this.pending.delete(record.id);
    this.events.publish('correspondencepublished', published);
  }

  private refusalOf(record: CorrespondenceRecord): string | undefined {
    const { world } = this.context;
    if (!record.ignoreReservation && isReserved(record.recipient, world)) {
      return `Recipient of ${record.id} has been set to reserved in kontakt- og reserverasjonsregisteret ('KRR')`;
    }
    const party = partyOf(record.recipient);
    if (party.kind === 'organisation' && world.organisations.get(party.id)?.hasRole !== true) {
      return `Recipient of ${record.id} lacks roles required to read correspondence. Consider sending physical mail to this recipient instead.`;
    }
    return undefined;
  }

  private async deliver(record: CorrespondenceRecord): Promise<void> {
    const attachments = await Promise.all(record.attachmentIds.map((id) => this.attachments.get(id)));
    await this.context.world.deliveries.put(record.id, {
      id: record.id,
      channel: 'altinn',
      reference: record.sendersReference,
      recipient: partyOf(record.recipient).id,
      title: record.title,
      documents: attachments.flatMap((attachment) =>
        attachment === undefined
          ? []
          : [{ fileName: attachment.fileName, mediaType: mediaTypeOf(attachment.fileName), sha256: attachment.sha256 }],
      ),
      receivedAt: this.context.clock.now().toISOString(),
    });
  }

  private withStatus(record: CorrespondenceRecord, status: string, statusText: string): CorrespondenceRecord {
    const statusChanged = this.context.clock.now().toISOString();
    return { ...record, history: [...record.history, { status, statusText, statusChanged }] };
  }
}
