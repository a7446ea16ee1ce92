import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import { NO_REVOCATION, type RevocationCheck, type RevocationVerdict } from '../certificate/revocation.port.js';
import { Corner2Client } from '../corner2/corner2.client.js';
import { aChecker } from '../testing/a-checker.js';
import { aReceipt } from '../testing/receipt-builder.js';
import { ScriptedAccessPoint, type ScriptedBehaviour } from '../testing/scripted-access-point.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { DpiInbox } from './dpi-inbox.js';
import type { DpiParts } from './dpi-parts.js';
import { MAILBOX_RECEIPTS, type DpiProfile } from './dpi-profile.js';

const NOW = new Date('2026-03-02T10:00:00Z');
const SIGNER = '313000001';
const LIMIT = 10;

describe('the inbox at the access point', () => {
  const authority = new SyntheticAuthority();
  let receipts: readonly string[];
  let accessPoint: ScriptedAccessPoint;
  let inbox: DpiInbox;
  let forgotten: string[];

  beforeAll(() => {
    const digipost = authority.issue('984661185');
    receipts = Array.from({ length: 3 * LIMIT }, () => aReceipt(digipost, { at: NOW }));
  });
  beforeEach(() => {
    open();
  });

  function open(behaviour: ScriptedBehaviour = {}, revocation: RevocationCheck = NO_REVOCATION): void {
    accessPoint = new ScriptedAccessPoint(behaviour);
    forgotten = [];
    const clock = { now: () => NOW };
    const client = new Corner2Client(accessPoint, { baseUrl: 'https://c2.example/dpi', kanal: 'mf' }, clock);
    const tokens = {
      token: ({ signer = '', consumer }: { readonly signer?: string; readonly consumer?: string }) =>
        Promise.resolve({ ok: true, value: `${signer} for ${consumer ?? 'itself'}` } as const),
      forget: (token: string) => void forgotten.push(token),
    };
    const parts = { client, tokens, clock, certificates: aChecker(authority.certificate, {}, revocation) };
    const profile = { provider: '984661185', receipts: MAILBOX_RECEIPTS, faults: [] };
    inbox = new DpiInbox(profile as unknown as DpiProfile, parts as unknown as DpiParts);
  }

  const receipt = (index: number): string => receipts[index] ?? '';
  const signal = new AbortController().signal;

  async function fetched(): Promise<readonly ProviderReceipt[]> {
    const found = await inbox.fetch({ signer: SIGNER, limit: LIMIT }, signal);
    if (!found.ok) throw new Error(`${found.error.code}: ${found.error.text}`);
    return found.value;
  }

  /** Fetches and confirms as the app does, so many times; what came, by the bytes. */
  async function empty(rounds: number): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      for (const found of await fetched()) {
        seen.add(found.raw.toString('utf8'));
        await inbox.confirm({ signer: SIGNER, receipt: found }, signal);
      }
    }
    return seen;
  }

  it('gives the next page once the first is confirmed, oldest first', async () => {
    for (const [index, jws] of receipts.entries()) accessPoint.add(`id-${String(index)}`, jws);
    expect((await fetched()).map(({ raw }) => raw.toString('utf8'))).toEqual(receipts.slice(0, LIMIT));
    expect(await empty(3)).toEqual(new Set(receipts));
    expect(accessPoint.marked).toHaveLength(receipts.length);
    expect(await fetched()).toEqual([]);
  });

  it('asks by its kanal, with a token of the signer itself', async () => {
    await fetched();
    expect(accessPoint.asked[0]?.search).toBe('?kanal=mf&page_size=10');
    expect([...accessPoint.tokens]).toEqual([`Bearer ${SIGNER} for itself`]);
  });

  it.each<[string, ScriptedBehaviour]>([
    ['counts pages from 1', {}],
    ['counts pages from 0', { pages: 0 }],
    ['knows no pages', { pages: 'ignored' }],
  ])('passes by a page full of what has no id to mark it by, when the access point %s', async (_what, behaviour) => {
    open(behaviour);
    for (let index = 0; index < 2 * LIMIT; index += 1) accessPoint.queue.push({ listed: { poison: index } });
    for (let index = 0; index < LIMIT; index += 1) accessPoint.add(`id-${String(index)}`, receipt(index));
    await empty(5);
    expect(accessPoint.marked).toHaveLength(LIMIT);
  });

  it.each([0, 1] as const)(
    'also when no page is long enough for all of them, and pages count from %s',
    async (pages) => {
      open({ pages, mostItems: LIMIT });
      for (let index = 0; index < 3 * LIMIT; index += 1) accessPoint.queue.push({ listed: { poison: index } });
      accessPoint.add('true-one', receipt(0));
      await empty(6);
      expect(accessPoint.marked).toEqual(['true-one']);
    },
  );

  it('passes by what the access point refuses to mark, and tries again when there is nothing else', async () => {
    for (let index = 0; index < LIMIT; index += 1) {
      accessPoint.add(`poison-${String(index)}`, `not.a.receipt${String(index)}`);
      accessPoint.refusals.set(`poison-${String(index)}`, 500);
    }
    accessPoint.add('true-one', receipt(0));
    await empty(2);
    expect(accessPoint.marked).toEqual(['true-one']);
    accessPoint.refusals.clear();
    await empty(1);
    expect(accessPoint.queue).toEqual([]);
  });

  it('marks what is not believed by its own id in the queue, and never by an id that it states', async () => {
    const forger = new SyntheticAuthority().issue('984661185');
    const victim = randomUUID();
    accessPoint.add(victim, receipt(0));
    accessPoint.queue.unshift({ listed: { forretningsmelding: aReceipt(forger, { messageId: victim }) } });
    const [forged] = await fetched();
    if (forged === undefined) throw new Error('nothing came');
    expect(forged).toMatchObject({ kind: 'quarantined', reason: { code: 'CERTIFICATE_NOT_TRUSTED' } });
    expect(await inbox.confirm({ signer: SIGNER, receipt: forged }, signal)).toMatchObject({ ok: true });
    expect(accessPoint.marked).toEqual([]);
  });

  it('marks a receipt that holds by its message id when there is no downloadurl', async () => {
    const messageId = randomUUID();
    const forretningsmelding = aReceipt(authority.issue('984661185'), { messageId, at: NOW });
    accessPoint.queue.push({ id: messageId, listed: { forretningsmelding } });
    await empty(1);
    expect(accessPoint.marked).toEqual([messageId]);
  });

  it('finds the true ones whatever lies between them', async () => {
    const rubbish = fc.oneof(
      fc.record({ id: fc.uuid(), text: fc.string({ minLength: 1 }) }).map(({ id, text }) => ({
        id,
        listed: { forretningsmelding: text, downloadurl: `https://c2.example/messages/in/${id}` },
      })),
      fc.jsonValue().map((listed) => ({ listed })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 3, arbitrary: rubbish }, { weight: 1, arbitrary: fc.constant('true') }), {
          maxLength: 3 * LIMIT,
        }),
        fc.constantFrom<ScriptedBehaviour['pages']>(0, 1),
        async (items, pages) => {
          open({ pages: pages ?? 1 });
          let count = 0;
          for (const item of items) {
            if (typeof item === 'object') accessPoint.queue.push(item);
            else accessPoint.add(`true-${String(count)}`, receipt(count++));
          }
          const seen = await empty(8);
          expect(receipts.slice(0, count).every((jws) => seen.has(jws))).toBe(true);
          expect(accessPoint.marked.filter((id) => id.startsWith('true-'))).toHaveLength(count);
        },
      ),
      { numRuns: 40 },
    );
  });

  describe('a list that cannot be read', () => {
    const isPoison = (messages: readonly { readonly id?: string }[]): boolean =>
      messages.some(({ id }) => id === 'poison');

    it.each([
      ['too long', 'too long'],
      ['broken JSON', '[{"forretningsmelding":"abc'],
    ])('because of one item (%s) is asked for in smaller pages, and that item passed by', async (_what, spoiled) => {
      accessPoint.add('first', receipt(0));
      accessPoint.add('poison', 'x');
      for (let index = 1; index < 15; index += 1) accessPoint.add(`id-${String(index)}`, receipt(index));
      accessPoint.spoil = (messages) => (isPoison(messages) ? spoiled : undefined);
      await expect(empty(40)).rejects.toThrow('DPI_INBOX_UNREADABLE');
      expect(accessPoint.queue.map(({ id }) => id)).toEqual(['poison']);
    });

    it('is named when nothing else is there', async () => {
      accessPoint.add('poison', 'x');
      accessPoint.spoil = (messages) => (isPoison(messages) ? '[{' : undefined);
      expect(await inbox.fetch({ signer: SIGNER, limit: LIMIT }, signal)).toMatchObject({
        ok: false,
        error: { kind: 'defect', code: 'DPI_INBOX_UNREADABLE' },
      });
    });

    it.each([
      ['no list', '{"error":"x"}'],
      ['a web page', '<html>Vedlikehold</html>'],
      ['nothing', ''],
    ])('because it is %s is not asked for again and again', async (_what, body) => {
      accessPoint.spoil = () => body;
      expect(await inbox.fetch({ signer: SIGNER, limit: LIMIT }, signal)).toMatchObject({
        ok: false,
        error: { kind: 'defect', code: 'DPI_UNEXPECTED_ANSWER' },
      });
      expect(accessPoint.asked).toHaveLength(1);
    });
  });

  it('leaves receipts unread while nobody tells whether their certificate is revoked', async () => {
    let verdict: RevocationVerdict = { kind: 'unknown' };
    open({}, { check: () => Promise.resolve(verdict) });
    accessPoint.add('first', receipt(0));
    accessPoint.add('poison', 'not.a.receipt');
    expect((await fetched()).map(({ kind }) => kind)).toEqual(['quarantined']);
    await empty(1);
    expect(accessPoint.marked).toEqual(['poison']);
    expect(await inbox.fetch({ signer: SIGNER, limit: LIMIT }, signal)).toMatchObject({
      ok: false,
      error: { kind: 'transient', code: 'RECEIPTS_NOT_CHECKED' },
    });
    verdict = { kind: 'good', until: NOW };
    await empty(1);
    expect(accessPoint.marked).toEqual(['poison', 'first']);
  });
});
