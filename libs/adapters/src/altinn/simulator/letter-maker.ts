import { randomUUID } from 'node:crypto';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import type { AltinnAttachments } from './altinn-attachments.js';
import type { ReceivedFile } from './received-file.js';
import type { AltinnEvents } from './altinn-events.js';
import type { AltinnLetters } from './altinn-letters.js';
import { organisationUrn, partyOf, type AltinnParty } from './altinn-parties.js';
import { AltinnProblem } from './altinn-problems.js';
import { attachmentStatus, type CorrespondenceRecord } from './altinn-records.js';
import type { CorrespondenceRequest, RequestedContent, RequestedCorrespondence } from './altinn-requests.js';
import { CorrespondenceChecker, reservedProblem, type Checked } from './check-correspondence.js';
import type { AltinnCaller } from './altinn-tokens.js';
import type { LetterPublisher } from './letter-publisher.js';

export interface MadeLetters {
  readonly records: readonly CorrespondenceRecord[];
  readonly attachmentIds: readonly string[];
}

/** From an accepted letter to its publication at the earliest: the background job has to come by. */
const PUBLISH_MS = 150;
const MAX_MULTIPART_FILE_BYTES = 2_000_000_000;
const EMPTY_KEY = '00000000-0000-0000-0000-000000000000';
const NAME_PLACEHOLDER = '{{recipientName}}';

/** POST /correspondence, with or without files: the key, the rules, and then one letter for each recipient. */
export class LetterMaker {
  private readonly checker: CorrespondenceChecker;

  constructor(
    private readonly context: SimulationContext,
    private readonly letters: AltinnLetters,
    private readonly attachments: AltinnAttachments,
    private readonly publisher: LetterPublisher,
    private readonly events: AltinnEvents,
  ) {
    this.checker = new CorrespondenceChecker(context, attachments);
  }

  /** `raw` is what the control pages show of the letter. Throws AltinnProblem. */
  async make(
    request: CorrespondenceRequest,
    caller: AltinnCaller,
    raw: Buffer,
    files?: readonly ReceivedFile[],
  ): Promise<MadeLetters> {
    const parties = request.recipients.map(partyOf).filter((party) => party !== undefined);
    const key = request.idempotentKey;
    if (key === EMPTY_KEY) throw new AltinnProblem(1033);
    if (key !== undefined && parties.length > 1) throw new AltinnProblem(1047);
    return this.letters.withKey(key, async () => {
      const [first] = parties;
      const isRejected = this.context.faults.next('altinn', ['reject']) !== undefined;
      if (isRejected && first !== undefined) throw rejection(first);
      const fileNames = files?.map(({ fileName }) => fileName);
      const input = { request, parties, caller, ...(fileNames === undefined ? {} : { fileNames }) };
      const checked = this.checker.check(input);
      const made = await this.upload(request, checked, files ?? []);
      const attachmentIds = [...made, ...(request.existingAttachments ?? [])];
      const records: CorrespondenceRecord[] = [];
      for (const party of parties) records.push(await this.add(request, checked, party, attachmentIds, raw));
      return { records, attachmentIds };
    });
  }

  /** The new attachments' ids; without files they stay without content, and so does the letter. */
  private async upload(
    request: CorrespondenceRequest,
    { resource }: Checked,
    files: readonly ReceivedFile[],
  ): Promise<string[]> {
    const ids: string[] = [];
    for (const [index, metadata] of (request.correspondence.content.attachments ?? []).entries()) {
      const { id } = await this.attachments.create(metadata, resource);
      const byIndex = files[index]?.fileName === metadata.fileName ? files[index] : undefined;
      const file = byIndex ?? files.find(({ fileName }) => fileName === metadata.fileName);
      if (file !== undefined) await this.attachments.store(id, file, MAX_MULTIPART_FILE_BYTES);
      ids.push(id);
    }
    return ids;
  }

  private async add(
    request: CorrespondenceRequest,
    { resource, reserved }: Checked,
    party: AltinnParty,
    attachmentIds: readonly string[],
    raw: Buffer,
  ): Promise<CorrespondenceRecord> {
    const now = this.context.clock.now();
    const requested = Date.parse(request.correspondence.requestedPublishTime ?? '');
    const earliest = now.getTime() + PUBLISH_MS;
    const publishAt = Number.isNaN(requested) ? earliest : Math.max(requested, earliest);
    const isReserved = reserved.has(party.urn);
    const isComplete = attachmentIds.every(
      (id) => attachmentStatus(this.attachments.mustGet(id)).status === 'Published',
    );
    const stage = isReserved ? 'reserved' : isComplete ? 'ready' : 'initialized';
    const status = { reserved: 'Reserved', ready: 'ReadyForPublish', initialized: 'Initialized' }[stage];
    const record: CorrespondenceRecord = {
      id: randomUUID(),
      owner: resource.owner,
      recipient: party.urn,
      letter: this.letterTo(party, { ...request.correspondence, resourceId: resource.id }),
      attachmentIds,
      ...(request.idempotentKey === undefined ? {} : { idempotentKey: request.idempotentKey }),
      created: now.toISOString(),
      publishAt: new Date(publishAt).toISOString(),
      stage,
      history: [{ status, statusText: status, statusChanged: now.toISOString() }],
      orders: [],
      isDueDateDone: false,
    };
    for (const id of attachmentIds) await this.attachments.extend(id, publishAt);
    await this.context.world.blobs.put(`${record.id}/raw`, raw);
    await this.letters.add(record);
    if (isReserved) return record;
    this.publisher.expect(record);
    this.events.publish({
      type: 'correspondenceinitialized',
      source: 'correspondence',
      instance: record.id,
      resourceId: resource.id,
      subject: organisationUrn(resource.owner),
    });
    return record;
  }

  private letterTo(party: AltinnParty, letter: RequestedCorrespondence): RequestedCorrespondence {
    const { persons, organisations } = this.context.world;
    const name = (party.kind === 'person' ? persons.get(party.id)?.name : organisations.get(party.id)?.name) ?? '';
    const named = (text: string): string => text.replaceAll(NAME_PLACEHOLDER, name);
    const { messageTitle, messageSummary, messageBody } = letter.content;
    const content: RequestedContent = {
      ...letter.content,
      messageTitle: named(messageTitle),
      ...(messageSummary === undefined ? {} : { messageSummary: named(messageSummary) }),
      messageBody: named(messageBody),
    };
    return { ...letter, content };
  }
}

/** The fault switch `reject`: a refusal that Altinn really has for this kind of recipient. */
function rejection(party: AltinnParty): AltinnProblem {
  return party.kind === 'organisation' ? new AltinnProblem(1044) : reservedProblem(party);
}
