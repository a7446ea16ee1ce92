import { ZipFile } from 'yazl';
import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { AltinnAttachments } from './altinn-attachments.js';
import { jsonBody, jsonString, param, READ, WRITE, type AltinnEndpoint } from './altinn-endpoint.js';
import type { AltinnEvents } from './altinn-events.js';
import type { AltinnLetters } from './altinn-letters.js';
import { organisationUrn } from './altinn-parties.js';
import { AltinnProblem } from './altinn-problems.js';
import { attachmentStatus, hasStatus, type AttachmentRecord, type CorrespondenceRecord } from './altinn-records.js';
import type { AltinnCaller } from './altinn-tokens.js';
import { isPlainText } from './check-content.js';
import { isParty, type LetterAccess } from './letter-access.js';
import type { LetterNotifier } from './letter-notifier.js';
import { readModel } from './model-reader.js';
import { FORWARD_MODEL } from './request-models.js';

type Handler = (record: CorrespondenceRecord, request: SimulatedRequest) => Promise<SimulatedResponse>;

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const MAX_FORWARDING_TEXT = 200;
const MAX_ZIP_BYTES = 25_000_000;

/** What a recipient does with a letter, and purging, which both sides may (registers reference 1.2 and 1.7). */
export class RecipientEndpoints {
  constructor(
    private readonly letters: AltinnLetters,
    private readonly attachments: AltinnAttachments,
    private readonly access: LetterAccess,
    private readonly notifier: LetterNotifier,
    private readonly events: AltinnEvents,
  ) {}

  endpoints(base: string): readonly AltinnEndpoint[] {
    const path = `${base}/correspondence/:id`;
    return [
      this.own('GET', `${path}/content`, (record) => this.content(record), 'text/plain'),
      this.own('POST', `${path}/markasread`, (record) => this.markAsRead(record)),
      this.own('POST', `${path}/confirm`, (record) => this.confirm(record)),
      this.own('POST', `${path}/forward`, (record, request) => this.forward(record, request)),
      this.own(
        'GET',
        `${path}/attachment/:attachmentId/download`,
        (record, request) => this.download(record, param(request, 'attachmentId')),
        'application/octet-stream',
      ),
      this.own('GET', `${path}/attachments/downloadall`, (record) => this.downloadAll(record), 'application/zip'),
      {
        method: 'DELETE',
        path: `${path}/purge`,
        scopes: [WRITE, READ],
        handle: (request, caller) => this.purge(param(request, 'id'), caller),
      },
    ];
  }

  /** The citizen's hand: as the recipient's own calls do, fetch and then read. False before it is published. */
  async open(id: string): Promise<boolean> {
    if (this.letters.get(id)?.stage !== 'published') return false;
    await this.letters.addStatusOnce(id, 'Fetched');
    await this.read(id);
    return true;
  }

  private own(method: AltinnEndpoint['method'], path: string, handler: Handler, produces?: string): AltinnEndpoint {
    const handle: AltinnEndpoint['handle'] = async (request, caller) =>
      handler(await this.access.asRecipient(param(request, 'id'), caller), request);
    return { method, path, scopes: [READ], ...(produces === undefined ? {} : { produces }), handle };
  }

  private async content(record: CorrespondenceRecord): Promise<SimulatedResponse> {
    await this.letters.addStatusOnce(record.id, 'Fetched');
    await this.read(record.id);
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    return { status: 200, headers, body: record.letter.content.messageBody };
  }

  private async markAsRead(record: CorrespondenceRecord): Promise<SimulatedResponse> {
    if (!hasStatus(record, 'Fetched')) throw new AltinnProblem(1024);
    if (hasStatus(record, 'Read')) throw new AltinnProblem(1040);
    await this.read(record.id);
    return jsonString(record.id);
  }

  private async confirm(record: CorrespondenceRecord): Promise<SimulatedResponse> {
    if (!hasStatus(record, 'Fetched')) throw new AltinnProblem(1025);
    if (hasStatus(record, 'Confirmed')) throw new AltinnProblem(1041);
    if (await this.letters.addStatusOnce(record.id, 'Confirmed')) this.tell(record, 'correspondencereceiverconfirmed');
    return jsonString(record.id);
  }

  private async forward(record: CorrespondenceRecord, request: SimulatedRequest): Promise<SimulatedResponse> {
    const wish = readModel(FORWARD_MODEL, await jsonBody(request)) as { forwardTo?: string; forwardingText?: string };
    if (record.letter.allowForwarding !== true) throw new AltinnProblem(1063);
    if (!EMAIL.test(wish.forwardTo ?? '')) throw new AltinnProblem(1065);
    const text = wish.forwardingText ?? '';
    if (text.length > MAX_FORWARDING_TEXT || !isPlainText(text)) throw new AltinnProblem(1066);
    await this.letters.addStatus(record.id, 'Forwarded');
    return { status: 200 };
  }

  private async download(record: CorrespondenceRecord, attachmentId: string): Promise<SimulatedResponse> {
    if (!record.attachmentIds.includes(attachmentId)) throw new AltinnProblem(2001);
    checkAvailable(this.attachments.mustGet(attachmentId), 2018);
    await this.letters.addStatusOnce(record.id, 'AttachmentsDownloaded');
    return { status: 200, body: await this.attachments.content(attachmentId) };
  }

  private async downloadAll(record: CorrespondenceRecord): Promise<SimulatedResponse> {
    const attachments = record.attachmentIds.map((id) => this.attachments.mustGet(id));
    for (const attachment of attachments) checkAvailable(attachment, 2020);
    if (attachments.reduce((sum, { size }) => sum + size, 0) > MAX_ZIP_BYTES) throw new AltinnProblem(2023);
    const zip = new ZipFile();
    for (const [index, { id, fileName }] of attachments.entries()) {
      const isTaken = attachments.slice(0, index).some((other) => other.fileName === fileName);
      zip.addBuffer(await this.attachments.content(id), isTaken ? `${String(index + 1)}-${fileName}` : fileName);
    }
    zip.end();
    const chunks: Buffer[] = [];
    for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
    await this.letters.addStatusOnce(record.id, 'AttachmentsDownloaded');
    return { status: 200, headers: { 'content-type': 'application/zip' }, body: Buffer.concat(chunks) };
  }

  private async purge(id: string, caller: AltinnCaller): Promise<SimulatedResponse> {
    const record = this.letters.get(id);
    if (record === undefined) throw new AltinnProblem(1001);
    const isRecipient = caller.scopes.has(READ) && isParty(record.recipient, caller);
    const isSender = caller.scopes.has(WRITE) && caller.organisation === record.owner;
    if (!isRecipient && !isSender) throw new AltinnProblem(1001);
    if (record.stage === 'purged') throw new AltinnProblem(1014);
    if (isRecipient) {
      await this.access.asRecipient(id, caller);
      const mustConfirm = record.letter.isConfirmationNeeded === true && !hasStatus(record, 'Confirmed');
      if (mustConfirm) throw new AltinnProblem(1026);
    } else if (record.stage === 'published' || record.stage === 'reserved') throw new AltinnProblem(1013);
    const status = isRecipient ? 'PurgedByRecipient' : 'PurgedByAltinn';
    this.tell(await this.letters.addStatus(id, status, undefined, { stage: 'purged' }), 'correspondencepurged');
    await this.notifier.cancel(id);
    return jsonString(id);
  }

  private async read(id: string): Promise<void> {
    const record = this.letters.get(id);
    if (record !== undefined && (await this.letters.addStatusOnce(id, 'Read'))) {
      this.tell(record, 'correspondencereceiverread');
    }
  }

  private tell(record: CorrespondenceRecord, type: string): void {
    const { resourceId } = record.letter;
    const subject = organisationUrn(record.owner);
    this.events.publish({ type, source: 'correspondence', instance: record.id, resourceId, subject });
  }
}

/** Throws 2019 for what is purged and `expired` for what has expired. */
function checkAvailable(attachment: AttachmentRecord, expired: number): void {
  const { status } = attachmentStatus(attachment);
  if (status === 'Expired') throw new AltinnProblem(expired);
  if (status === 'Purged') throw new AltinnProblem(2019);
}
