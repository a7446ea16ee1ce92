import { createHash } from 'node:crypto';
import { addAbortSignal } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { DepositOrder, OrderDocument } from '#channels/deposit-order.js';
import { permanent, transient, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import { ignoreSurprises, knownCode, type NoteSurprise } from '#platform/surprises.js';
import type { AltinnClient } from './altinn.client.js';
import { gaveUp, isAboutLostAttachments } from './altinn.errors.js';
import { isMalwareFound } from './altinn-malware.js';
import { toAttachments, type OrderAttachment } from './altinn.mapper.js';
import type { AltinnResource } from './altinn-resource.js';
import { ATTACHMENT_STATUSES } from './altinn-status.wire.js';
import type { AttachmentState } from './altinn.wire.js';
import type { DepositMemory } from './deposit-memory.js';

/**
 * Brings the documents of a letter to Altinn: metadata, then the content as a stream, then the end of the malware scan.
 *
 * Documents go up by themselves and not with the letter in one multipart call, also small ones. One call would save two
 * or three and the wait for the scan, but it hands the letter over together with its bytes: malware or a file Altinn
 * cannot store would show when the letter has been accepted, as `Failed`, which reads like a channel that failed and
 * leads to print; a repeat after any fault would send every byte again; and a lost answer would be ambiguous for as long
 * as the upload takes instead of for one small request. The scan is waited for in a slot of the channel, so the letters
 * per second are `concurrency` in the channels file divided by the seconds of a scan.
 *
 * Each document is read twice, first for its MD5: it is the only thing by which Altinn can refuse bytes that were
 * damaged on the way (2008), and reading is many times faster than sending. Nothing is held: both passes are streams.
 */
type UploadClient = Pick<AltinnClient, 'createAttachment' | 'uploadAttachment' | 'attachmentState'>;

const UPLOADS_AT_ONCE = 3;
/** A scan takes seconds, and no look is for nothing where calls are counted. */
const FIRST_LOOK_MS = 150;
const SLOWEST_LOOK_MS = 2_000;

export class AltinnUploads {
  constructor(
    private readonly client: UploadClient,
    private readonly memory: DepositMemory,
    private readonly waitMs: number,
    private readonly note: NoteSurprise = ignoreSurprises,
  ) {}

  /** Attachment ids in the order of the documents, all scanned. */
  async upload(
    order: DepositOrder,
    resource: AltinnResource,
    signal: AbortSignal,
  ): Promise<Result<readonly string[], Failure>> {
    const { depositId } = order;
    const attachments = toAttachments(order, resource.id);
    const uploaded = await this.uploadAll(depositId, attachments, resource, signal);
    if (!uploaded.ok) return uploaded;
    const failure = await this.untilPublished(resource, uploaded.value, signal);
    if (failure === undefined) return uploaded;
    if (failure.kind === 'permanent' || isAboutLostAttachments(failure)) this.memory.forgetAttachments(depositId);
    return err(failure);
  }

  /** A few at a time; the first that fails ends the others. */
  private async uploadAll(
    depositId: string,
    attachments: readonly OrderAttachment[],
    resource: AltinnResource,
    signal: AbortSignal,
  ): Promise<Result<readonly string[], Failure>> {
    const ended = new AbortController();
    const onAbort = (): void => {
      ended.abort(signal.reason);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    const ids: string[] = [];
    const left = [...attachments.entries()];
    let failure: Failure | undefined;
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined && failure === undefined; next = left.shift()) {
        const [place, attachment] = next;
        const known = this.memory.attachment(depositId, place);
        const id = known === undefined ? await this.uploadOne(attachment, resource, ended.signal) : ok(known);
        if (!id.ok) {
          failure ??= id.error;
          ended.abort();
          return;
        }
        this.memory.uploaded(depositId, place, id.value);
        ids[place] = id.value;
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(UPLOADS_AT_ONCE, attachments.length) }, work));
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    return failure === undefined ? ok(ids) : err(failure);
  }

  private async uploadOne(
    { document, metadata }: OrderAttachment,
    resource: AltinnResource,
    signal: AbortSignal,
  ): Promise<Result<string, Failure>> {
    const checksum = await md5Of(document, signal);
    if (checksum === undefined) return err(signal.aborted ? gaveUp() : unreadableDocument());
    const created = await this.client.createAttachment(resource, { ...metadata, checksum }, signal);
    if (!created.ok) return created;
    const uploaded = await this.client.uploadAttachment(resource, created.value, document, signal);
    return uploaded.ok ? created : uploaded;
  }

  /** Looks at them one after the other: while one is scanned the others are too. */
  private async untilPublished(
    resource: AltinnResource,
    attachmentIds: readonly string[],
    signal: AbortSignal,
  ): Promise<Failure | undefined> {
    const begun = performance.now();
    let pause = FIRST_LOOK_MS;
    const left = [...attachmentIds];
    // An abort ends the pause early; the look then says so.
    await delay(pause, undefined, { signal }).catch(() => undefined);
    for (let id = left[0]; id !== undefined; id = left[0]) {
      const state = await this.client.attachmentState(resource, id, signal);
      if (!state.ok) return state.error;
      if (state.value.status === 'Published') {
        left.shift();
        continue;
      }
      knownCode(state.value.status, ATTACHMENT_STATUSES, 'attachment.status', this.note);
      const failure = failureOf(state.value);
      if (failure !== undefined) return failure;
      if (performance.now() - begun > this.waitMs) return stillScanned();
      pause = Math.min(pause * 2, SLOWEST_LOOK_MS);
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  }
}

function stillScanned(): Failure {
  return transient('ALTINN_ATTACHMENT_PENDING', 'Altinn has not scanned the documents yet; the deposit is repeated.');
}

/** Undefined while the scan goes on, by whatever name. Only a scan that has found something is the sender's. */
function failureOf({ status, statusText }: AttachmentState): Failure | undefined {
  if (status === 'Failed' && isMalwareFound(statusText)) {
    return permanent(
      'ALTINN_ATTACHMENT_REFUSED',
      'Altinn refused a document after scanning it; check it for malware.',
      'sender',
    );
  }
  if (status === 'Failed' || status === 'Purged' || status === 'Expired') {
    return transient(
      'ALTINN_ATTACHMENT_LOST',
      'Altinn has an uploaded document no longer, or could not scan it; it is uploaded again.',
    );
  }
  return undefined;
}

/** Lower-case hex; undefined when the document cannot be read, or is not as long as it was when it was accepted. */
async function md5Of(document: OrderDocument, signal: AbortSignal): Promise<string | undefined> {
  const hash = createHash('md5');
  let size = 0;
  try {
    for await (const chunk of addAbortSignal(signal, document.open()) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch {
    return undefined;
  }
  return size === document.size ? hash.digest('hex') : undefined;
}

function unreadableDocument(): Failure {
  return transient(
    'ALTINN_DOCUMENT_UNREADABLE',
    'A document could not be read from its store as it was accepted; the deposit is repeated.',
  );
}
