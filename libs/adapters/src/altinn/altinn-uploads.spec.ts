import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { OrderDocument } from '#channels/deposit-order.js';
import { aDocument, anOrder, TEST_PERSON } from '#channels/testing/order-builder.js';
import { ok } from '#domain/result.js';
import { transient } from '#domain/failure.js';
import { AltinnUploads } from './altinn-uploads.js';
import type { AttachmentState } from './altinn.wire.js';
import { DepositMemory } from './deposit-memory.js';
import { SeenLetters } from './seen-letters.js';

type Client = ConstructorParameters<typeof AltinnUploads>[0];

const RESOURCE = { id: 'brev', isConfidential: false };
const PUBLISHED: AttachmentState = { status: 'Published', statusText: '' };
const signal = (): AbortSignal => AbortSignal.timeout(20_000);

function orderOf(documents: readonly OrderDocument[]): ReturnType<typeof anOrder> {
  return anOrder({ target: { kind: 'person', personIdentifier: TEST_PERSON }, documents });
}

class FakeClient implements Client {
  running = 0;
  most = 0;
  uploads = 0;
  created = 0;
  state: AttachmentState = PUBLISHED;
  failUpload = -1;

  createAttachment(): ReturnType<Client['createAttachment']> {
    this.created += 1;
    return Promise.resolve(ok(`a${String(this.created)}`));
  }

  async uploadAttachment(
    ...[, , content, signal]: Parameters<Client['uploadAttachment']>
  ): ReturnType<Client['uploadAttachment']> {
    this.uploads += 1;
    const isFailing = this.uploads === this.failUpload;
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    await finished(content.open().resume());
    await new Promise((resolve) => setImmediate(resolve));
    this.running -= 1;
    const failure = transient('ALTINN_UPLOAD_FAILED', 'no');
    return isFailing || signal.aborted ? { ok: false, error: failure } : ok(undefined);
  }

  attachmentState(): ReturnType<Client['attachmentState']> {
    return Promise.resolve(ok(this.state));
  }
}

describe('uploads to Altinn', () => {
  it('go three at a time for a letter, and keep their order', async () => {
    const client = new FakeClient();
    const documents = Array.from({ length: 10 }, (_, index) => aDocument({ text: String(index) }));
    const ids = await new AltinnUploads(client, new DepositMemory(), 1_000).upload(
      orderOf(documents),
      RESOURCE,
      signal(),
    );
    expect(ids.ok && new Set(ids.value).size).toBe(10);
    expect(client.most).toBe(3);
  });

  it('end with the first that fails, and begin no others', async () => {
    const client = new FakeClient();
    client.failUpload = 2;
    const documents = Array.from({ length: 10 }, () => aDocument());
    const uploads = new AltinnUploads(client, new DepositMemory(), 1_000);
    expect(await uploads.upload(orderOf(documents), RESOURCE, signal())).toMatchObject({
      ok: false,
      error: { code: 'ALTINN_UPLOAD_FAILED' },
    });
    expect(client.uploads).toBeLessThanOrEqual(4);
  });

  it('end with the caller, who is not listened to any longer than that', async () => {
    const client = new FakeClient();
    const caller = new AbortController();
    client.createAttachment = () => {
      caller.abort();
      return Promise.resolve(ok('a1'));
    };
    const listeners: string[] = [];
    const { signal: heard } = caller;
    const remove = heard.removeEventListener.bind(heard);
    heard.removeEventListener = (...rest: Parameters<typeof remove>) => {
      listeners.push(rest[0]);
      remove(...rest);
    };
    const uploads = new AltinnUploads(client, new DepositMemory(), 1_000);
    expect(await uploads.upload(orderOf([aDocument(), aDocument()]), RESOURCE, heard)).toMatchObject({ ok: false });
    expect(listeners).toContain('abort');
    expect(client.uploads).toBeLessThanOrEqual(2);
  });

  it.each<[string, OrderDocument]>([
    ['is shorter than it was', { ...aDocument(), size: 7 }],
    [
      'cannot be read',
      {
        ...aDocument(),
        open: () =>
          new Readable({
            read: (): never => {
              throw new Error('gone');
            },
          }),
      },
    ],
  ])('do not begin with a document that %s', async (_what, document) => {
    const client = new FakeClient();
    const uploads = new AltinnUploads(client, new DepositMemory(), 1_000);
    expect(await uploads.upload(orderOf([document]), RESOURCE, signal())).toMatchObject({
      ok: false,
      error: { kind: 'transient', code: 'ALTINN_DOCUMENT_UNREADABLE' },
    });
    expect(client.created).toBe(0);
  });

  it.each([
    ['Failed', 'Malware scan failed: Malicious', 'permanent', 'ALTINN_ATTACHMENT_REFUSED'],
    ['Failed', 'Malware scan failed: Error', 'transient', 'ALTINN_ATTACHMENT_LOST'],
    ['Failed', 'Malware scan failed: Not scanned', 'transient', 'ALTINN_ATTACHMENT_LOST'],
    ['Failed', 'Malware scan failed: something new', 'transient', 'ALTINN_ATTACHMENT_LOST'],
    ['Failed', 'Upload failed', 'transient', 'ALTINN_ATTACHMENT_LOST'],
    ['Expired', '', 'transient', 'ALTINN_ATTACHMENT_LOST'],
    ['Purged', '', 'transient', 'ALTINN_ATTACHMENT_LOST'],
  ])('that end as %s (%s) are %s, and are not used again', async (status, statusText, kind, code) => {
    const client = new FakeClient();
    client.state = { status, statusText };
    const uploads = new AltinnUploads(client, new DepositMemory(), 1_000);
    const order = orderOf([aDocument()]);
    expect(await uploads.upload(order, RESOURCE, signal())).toMatchObject({ ok: false, error: { kind, code } });
    client.state = PUBLISHED;
    expect(await uploads.upload(order, RESOURCE, signal())).toEqual(ok(['a2']));
  });

  it('whose state is new are waited for, and it is said by name', async () => {
    const client = new FakeClient();
    client.state = { status: 'Quarantined', statusText: '' };
    const surprises: unknown[] = [];
    const uploads = new AltinnUploads(client, new DepositMemory(), 1, (surprise) => surprises.push(surprise));
    expect(await uploads.upload(orderOf([aDocument()]), RESOURCE, signal())).toMatchObject({
      error: { code: 'ALTINN_ATTACHMENT_PENDING' },
    });
    expect(surprises).toEqual([{ kind: 'value', path: 'attachment.status', value: 'Quarantined' }]);
  });

  it('whose scan takes too long are transient, and not uploaded again', async () => {
    const client = new FakeClient();
    client.state = { status: 'UploadProcessing', statusText: '' };
    const uploads = new AltinnUploads(client, new DepositMemory(), 1);
    const order = orderOf([aDocument()]);
    expect(await uploads.upload(order, RESOURCE, signal())).toMatchObject({
      error: { kind: 'transient', code: 'ALTINN_ATTACHMENT_PENDING' },
    });
    client.state = PUBLISHED;
    expect(await uploads.upload(order, RESOURCE, signal())).toEqual(ok(['a1']));
    expect(client.uploads).toBe(1);
  });
});

describe('the memory of letters seen', () => {
  it('forgets the oldest, which then are asked about on and on', () => {
    const seen = new SeenLetters(2);
    for (const letter of ['a', 'b', 'a', 'c']) seen.published(letter);
    const gone = (letter: string): readonly boolean[] => [seen.denied(letter), seen.denied(letter)];
    expect([gone('a'), gone('b'), gone('c')]).toEqual([
      [false, true],
      [false, false],
      [false, true],
    ]);
  });
});

describe('the memory of deposits', () => {
  it('forgets the oldest', () => {
    const memory = new DepositMemory(2);
    memory.handsOver('a');
    memory.handsOver('b');
    memory.handsOver('c');
    expect(['a', 'b', 'c'].map((id) => memory.mayBeThere(id))).toEqual([false, true, true]);
  });
});
