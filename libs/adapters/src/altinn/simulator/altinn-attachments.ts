import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import type { AltinnEvents } from './altinn-events.js';
import type { AltinnJobs } from './altinn-jobs.js';
import { organisationUrn } from './altinn-parties.js';
import { AltinnProblem } from './altinn-problems.js';
import { attachmentStatus, type AttachmentRecord, type AttachmentStatus } from './altinn-records.js';
import type { RequestedAttachment } from './altinn-requests.js';
import type { SimulatedResource } from './altinn-resources.js';
import { checkFileName, checkLife, DAY_MS } from './attachment-rules.js';
import { receive, type ReceivedFile } from './received-file.js';

const SCAN_MS = 40;

/**
 * Attachments: metadata, upload, and the malware scan, which takes a moment and refuses EICAR and `*virus*` (registers
 * reference 1.4). Two more file names play what is hard to provoke: `*slow*` is 408 and `*storage-error*` is 502.
 */
export class AltinnAttachments {
  private readonly records;
  private readonly uploading = new Set<string>();
  private settled: (attachment: AttachmentRecord) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly context: SimulationContext,
    private readonly jobs: AltinnJobs,
    private readonly events: AltinnEvents,
  ) {
    this.records = context.world.collection<AttachmentRecord>('altinn.attachments');
    for (const record of this.records.values()) {
      // What a sandbox of before the history has left is not an attachment any more.
      if (!('history' in record)) continue;
      this.scheduleScan(record);
      this.scheduleExpiry(record);
    }
  }

  /** Called when the scan is done, whatever it found. */
  onSettled(listener: (attachment: AttachmentRecord) => Promise<void>): void {
    this.settled = listener;
  }

  async create(metadata: RequestedAttachment, resource: SimulatedResource): Promise<AttachmentRecord> {
    checkFileName(metadata.fileName);
    checkLife(metadata.expirationInDays);
    const now = this.context.clock.now();
    const { fileName, displayName, checksum, sendersReference, expirationInDays } = metadata;
    const record: AttachmentRecord = {
      id: randomUUID(),
      fileName,
      ...(displayName === undefined ? {} : { displayName }),
      isEncrypted: metadata.isEncrypted ?? false,
      ...(checksum === undefined || checksum === '' ? {} : { checksum }),
      sendersReference,
      ...(expirationInDays === undefined
        ? {}
        : { expirationInDays, expiresAt: new Date(now.getTime() + expirationInDays * DAY_MS).toISOString() }),
      resourceId: resource.id,
      owner: resource.owner,
      created: now.toISOString(),
      history: [{ status: 'Initialized', statusText: 'Initialized', statusChanged: now.toISOString() }],
      size: 0,
      sha256: '',
      infected: false,
    };
    await this.records.put(record.id, record);
    this.scheduleExpiry(record);
    this.tell(record, 'attachmentinitialized');
    return record;
  }

  /** Reads the stream to its end; one upload an attachment. */
  async upload(id: string, content: Readable, maxBytes: number): Promise<AttachmentRecord> {
    const record = this.mustGet(id);
    if (this.uploading.has(id) || attachmentStatus(record).status !== 'Initialized') throw new AltinnProblem(2005);
    this.uploading.add(id);
    try {
      const file = await receive(record.fileName, content);
      return await this.store(id, file, maxBytes);
    } finally {
      this.uploading.delete(id);
    }
  }

  /** Throws 2008 for another checksum than was announced; the attachment has failed then. */
  async store(id: string, file: ReceivedFile, maxBytes: number): Promise<AttachmentRecord> {
    const record = this.mustGet(id);
    if (file.size === 0 || file.size > maxBytes) throw new AltinnProblem(2004);
    if (/slow/i.test(record.fileName)) throw new AltinnProblem(2022);
    if (/storage-error/i.test(record.fileName)) throw new AltinnProblem(2002);
    if (record.checksum !== undefined && record.checksum !== file.md5) {
      this.tell(await this.setStatus(id, 'Failed', 'Checksum mismatch'), 'attachmentuploadfailed');
      throw new AltinnProblem(2008);
    }
    await this.context.world.blobs.put(blobKey(id), file.kept);
    const infected = /virus/i.test(record.fileName) || file.isEicar;
    const uploaded = await this.setStatus(id, 'UploadProcessing', 'UploadProcessing', {
      size: file.size,
      sha256: file.sha256,
      checksum: file.md5,
      infected,
    });
    this.scheduleScan(uploaded);
    return uploaded;
  }

  get(id: string): AttachmentRecord | undefined {
    return this.records.get(id);
  }

  /** Throws 2001. */
  mustGet(id: string): AttachmentRecord {
    const record = this.records.get(id);
    if (record === undefined) throw new AltinnProblem(2001);
    return record;
  }

  /** Empty for a file that was too large to be kept. */
  async content(id: string): Promise<Buffer> {
    return (await this.context.world.blobs.get(blobKey(id))) ?? Buffer.alloc(0);
  }

  async purge(id: string): Promise<void> {
    await this.context.world.blobs.put(blobKey(id), Buffer.alloc(0));
    await this.setStatus(id, 'Purged', 'Purged');
  }

  /** A letter uses it: it lives its days from when the letter is published. */
  async extend(id: string, publishAt: number): Promise<void> {
    const record = this.mustGet(id);
    if (record.expirationInDays === undefined) return;
    const until = publishAt + record.expirationInDays * DAY_MS;
    if (until <= Date.parse(record.expiresAt ?? '')) return;
    await this.records.put(id, { ...record, expiresAt: new Date(until).toISOString() });
  }

  private scheduleScan(record: AttachmentRecord): void {
    const { status, statusChanged } = attachmentStatus(record);
    if (status !== 'UploadProcessing') return;
    this.jobs.at(Date.parse(statusChanged) + SCAN_MS, 'scan', async () => {
      const scanned = this.mustGet(record.id);
      if (attachmentStatus(scanned).status === 'UploadProcessing') await this.scan(scanned);
    });
  }

  private async scan(record: AttachmentRecord): Promise<void> {
    const scanned = record.infected
      ? await this.setStatus(record.id, 'Failed', 'Malware scan failed: Malicious')
      : await this.setStatus(record.id, 'Published', 'Published');
    this.tell(scanned, record.infected ? 'attachmentuploadfailed' : 'attachmentpublished');
    await this.settled(scanned);
  }

  private scheduleExpiry(record: AttachmentRecord): void {
    const { status } = attachmentStatus(record);
    if (record.expiresAt === undefined || status === 'Expired' || status === 'Purged') return;
    this.jobs.at(Date.parse(record.expiresAt), 'expire', async () => {
      const current = this.mustGet(record.id);
      if (Date.parse(current.expiresAt ?? '') > this.context.clock.now().getTime()) this.scheduleExpiry(current);
      else if (attachmentStatus(current).status === 'Published') {
        this.tell(await this.setStatus(current.id, 'Expired', 'Expired'), 'attachmentexpired');
      }
    });
  }

  private async setStatus(
    id: string,
    status: AttachmentStatus,
    statusText: string,
    changes: Partial<AttachmentRecord> = {},
  ): Promise<AttachmentRecord> {
    const record = this.mustGet(id);
    const entry = { status, statusText, statusChanged: this.context.clock.now().toISOString() };
    const changed = { ...record, ...changes, history: [...record.history, entry] };
    await this.records.put(id, changed);
    return changed;
  }

  private tell(record: AttachmentRecord, type: string): void {
    const { id, resourceId, owner } = record;
    this.events.publish({ type, source: 'attachment', instance: id, resourceId, subject: organisationUrn(owner) });
  }
}

function blobKey(id: string): string {
  return `altinn/attachment/${id}`;
}
