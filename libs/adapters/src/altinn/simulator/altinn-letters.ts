import type { SimulationContext } from '#channels/simulation/simulator.js';
import { partyOf } from './altinn-parties.js';
import { AltinnProblem } from './altinn-problems.js';
import { hasStatus, type CorrespondenceRecord } from './altinn-records.js';

/** Where one of the searches finds letters: by what, and whose. */
type Index = Map<string, string[]>;

/**
 * The correspondences, with an index for each question that is asked of them: thousands of letters are never gone
 * through. The indexes are read from the records at start and never written by themselves: a crash cannot part them.
 */
export class AltinnLetters {
  private readonly records;
  private readonly byKey = new Map<string, string>();
  private readonly byResource: Index = new Map();
  private readonly byParty: Index = new Map();
  private readonly byReference: Index = new Map();
  private readonly byAttachment: Index = new Map();
  /** Keys between check and write; two calls with one key can be in flight at once. */
  private readonly keysInFlight = new Set<string>();

  constructor(private readonly context: SimulationContext) {
    this.records = context.world.collection<CorrespondenceRecord>('altinn.correspondences');
    for (const record of this.all()) this.index(record);
  }

  /** Throws 1034 for a key that was used. The key is free again when `make` fails. */
  async withKey<Value>(key: string | undefined, make: () => Promise<Value>): Promise<Value> {
    if (key === undefined) return make();
    if (this.keysInFlight.has(key) || this.byKey.has(key)) throw new AltinnProblem(1034);
    this.keysInFlight.add(key);
    try {
      return await make();
    } finally {
      this.keysInFlight.delete(key);
    }
  }

  get(id: string): CorrespondenceRecord | undefined {
    const record = this.records.get(id);
    return record !== undefined && isReadable(record) ? record : undefined;
  }

  *all(): Generator<CorrespondenceRecord> {
    for (const record of this.records.values()) if (isReadable(record)) yield record;
  }

  idOfKey(key: string): string | undefined {
    return this.byKey.get(key);
  }

  ofResource(resourceId: string): readonly string[] {
    return this.byResource.get(resourceId) ?? [];
  }

  ofParty(party: string): readonly string[] {
    return this.byParty.get(party) ?? [];
  }

  ofReference(sendersReference: string): readonly string[] {
    return this.byReference.get(sendersReference) ?? [];
  }

  ofAttachment(attachmentId: string): readonly string[] {
    return this.byAttachment.get(attachmentId) ?? [];
  }

  async add(record: CorrespondenceRecord): Promise<void> {
    await this.records.put(record.id, record);
    this.index(record);
  }

  /** Reads and writes without a pause between, so that no change is lost. Throws 1001. */
  async update(
    id: string,
    change: (record: CorrespondenceRecord) => Partial<CorrespondenceRecord>,
  ): Promise<CorrespondenceRecord> {
    const record = this.get(id);
    if (record === undefined) throw new AltinnProblem(1001);
    const changed = { ...record, ...change(record) };
    await this.records.put(id, changed);
    return changed;
  }

  /** Adds to the history, with what else changes by it. */
  addStatus(
    id: string,
    status: string,
    statusText = status,
    changes: Partial<CorrespondenceRecord> = {},
  ): Promise<CorrespondenceRecord> {
    const statusChanged = this.context.clock.now().toISOString();
    return this.update(id, ({ history }) => ({
      ...changes,
      history: [...history, { status, statusText, statusChanged }],
    }));
  }

  /** As `addStatus`, when it does not have it yet; whether it was added. */
  async addStatusOnce(id: string, status: string): Promise<boolean> {
    const record = this.get(id);
    if (record === undefined || hasStatus(record, status)) return false;
    await this.addStatus(id, status);
    return true;
  }

  private index(record: CorrespondenceRecord): void {
    if (record.idempotentKey !== undefined) this.byKey.set(record.idempotentKey, record.id);
    put(this.byResource, record.letter.resourceId, record.id);
    put(this.byParty, partyOf(record.recipient)?.id ?? '', record.id);
    put(this.byReference, record.letter.sendersReference, record.id);
    for (const attachmentId of record.attachmentIds) put(this.byAttachment, attachmentId, record.id);
  }
}

/** What a sandbox of before the stages has left is not a letter any more. */
function isReadable(record: CorrespondenceRecord): boolean {
  return 'stage' in record;
}

function put(index: Index, key: string, id: string): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, [id]);
  else ids.push(id);
}
