import { createHash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { isJsonObject } from '#platform/parse-json.js';
import { ALTINN_EXTENSIONS } from '../altinn.capabilities.js';
import { AltinnModelProblem, AltinnProblem } from './altinn-problems.js';
import type { AttachmentRecord } from './altinn-records.js';

const SCAN_MS = 40;
/** Larger files are hashed and not kept. */
const KEPT_BYTES = 32 * 1024 * 1024;
const EICAR = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE';
const EXTENSIONS = new Set(Object.values(ALTINN_EXTENSIONS).flat());
const FORBIDDEN = /[<>:"/\\|?*]/;
const RESERVED = /^(CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(\.|$)/i;

/** Attachments: metadata, upload and the malware scan, which takes a moment and refuses EICAR and `*virus*` (1.4). */
export class AltinnAttachments {
  private readonly records;

  constructor(private readonly context: SimulationContext) {
    this.records = context.world.collection<AttachmentRecord>('altinn.attachments');
  }

  async create(body: unknown): Promise<AttachmentRecord> {
    const metadata = isJsonObject(body) ? body : {};
    const missing = ['resourceId', 'fileName', 'sendersReference'].filter(
      (field) => typeof metadata[field] !== 'string',
    );
    if (missing.length > 0)
      throw new AltinnModelProblem(Object.fromEntries(missing.map((field) => [field, ['The field is required.']])));
    const fileName = String(metadata['fileName']);
    checkFileName(fileName);
    const record: AttachmentRecord = {
      id: randomUUID(),
      fileName,
      displayName: typeof metadata['displayName'] === 'string' ? metadata['displayName'] : fileName,
      sendersReference: String(metadata['sendersReference']),
      resourceId: String(metadata['resourceId']),
      state: 'Initialized',
      statusChanged: this.context.clock.now().toISOString(),
      size: 0,
      sha256: '',
      infected: false,
      linked: false,
    };
    await this.records.put(record.id, record);
    return record;
  }

  async upload(id: string, content: Readable): Promise<AttachmentRecord> {
    const record = this.records.get(id);
    if (record === undefined) throw new AltinnProblem(2001, 'The requested attachment was not found');
    if (record.state !== 'Initialized') throw new AltinnProblem(2005, 'File has already been or is being uploaded');
    const hash = createHash('sha256');
    const kept: Buffer[] = [];
    let size = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      if (size <= KEPT_BYTES) kept.push(chunk);
    }
    if (size === 0) throw new AltinnProblem(2004, 'File must have content and has a max file size of 50GB');
    const bytes = Buffer.concat(kept);
    await this.context.world.blobs.put(`altinn/attachment/${id}`, size <= KEPT_BYTES ? bytes : Buffer.alloc(0));
    const uploaded: AttachmentRecord = {
      ...record,
      state: 'UploadProcessing',
      statusChanged: this.context.clock.now().toISOString(),
      size,
      sha256: hash.digest('hex'),
      infected: record.fileName.toLowerCase().includes('virus') || bytes.includes(EICAR),
    };
    await this.records.put(id, uploaded);
    return uploaded;
  }

  /** With the scan done when its time has come. */
  async get(id: string): Promise<AttachmentRecord | undefined> {
    const record = this.records.get(id);
    if (record?.state !== 'UploadProcessing') return record;
    const now = this.context.clock.now();
    if (now.getTime() - Date.parse(record.statusChanged) < SCAN_MS) return record;
    const scanned: AttachmentRecord = {
      ...record,
      state: record.infected ? 'Failed' : 'Published',
      statusChanged: now.toISOString(),
    };
    await this.records.put(id, scanned);
    return scanned;
  }

  /** For a new letter: all exist (1007) and are published (1018). */
  async link(ids: readonly string[]): Promise<void> {
    const found = await Promise.all(ids.map((id) => this.get(id)));
    if (found.includes(undefined)) throw new AltinnProblem(1007, 'Existing attachment not found');
    if (found.some((record) => record?.state !== 'Published'))
      throw new AltinnProblem(1018, 'Attachment is not published');
    for (const record of found)
      if (record?.linked === false) await this.records.put(record.id, { ...record, linked: true });
  }
}

/** By its extension, as Altinn does. */
export function mediaTypeOf(fileName: string): string {
  const lower = fileName.toLowerCase();
  const found = Object.entries(ALTINN_EXTENSIONS).find(([, extensions]) =>
    extensions.some((extension) => lower.endsWith(extension)),
  );
  return found?.[0] ?? 'binary_octet_stream';
}

function checkFileName(fileName: string): void {
  if (fileName === '') throw new AltinnProblem(2010, 'Filename is missing');
  if (fileName.length > 255) throw new AltinnProblem(2011, 'Filename is too long');
  if (FORBIDDEN.test(fileName)) throw new AltinnProblem(2012, 'Filename contains invalid characters');
  if (![...EXTENSIONS].some((extension) => fileName.toLowerCase().endsWith(extension))) {
    throw new AltinnProblem(2013, 'File type not allowed');
  }
  if (RESERVED.test(fileName)) throw new AltinnProblem(2021, 'Filename is a reserved name');
}
