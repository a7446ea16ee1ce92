import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { toInboxItem } from '../corner2/inbox-item.js';
import { aChecker, NO_SIGNAL } from '../testing/a-checker.js';
import { aJws, aReceipt, receiptSbd, type ReceiptWishes } from '../testing/receipt-builder.js';
import { anSbd } from '../testing/sbd-arbitraries.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { DpiReceiptReader } from './dpi-inbox.reader.js';
import { MAILBOX_RECEIPTS, type DpiProfile } from './dpi-profile.js';

const NOW = new Date('2026-03-02T10:00:00Z');
const SENDER = '313000001';

describe('a receipt from the access point', () => {
  const authority = new SyntheticAuthority();
  const digipost = authority.issue('984661185');
  const eboks = authority.issue('922020175');
  const sender = authority.issue(SENDER);
  const outsider = new SyntheticAuthority().issue('984661185');
  const profile = { provider: '984661185', receipts: MAILBOX_RECEIPTS, faults: [] } as unknown as DpiProfile;

  async function read(jws: string, now = NOW): Promise<ProviderReceipt> {
    const parts = { certificates: aChecker(authority.certificate), clock: { now: () => now } };
    const item = toInboxItem({ forretningsmelding: jws, downloadurl: '/messages/in/d1' });
    const receipt = await new DpiReceiptReader(profile, parts).read(item, SENDER, NO_SIGNAL);
    if (receipt === undefined) throw new Error('it could not be judged');
    return receipt;
  }

  const signedBy = (signer: SigningIdentity, wishes: ReceiptWishes = {}): string =>
    aReceipt(signer, { at: NOW, to: SENDER, ...wishes });

  it('that holds names its letter and its own id, and keeps the bytes', async () => {
    const [messageId, conversationId] = [randomUUID(), randomUUID()];
    const jws = signedBy(digipost, { messageId, conversationId });
    expect(await read(jws)).toEqual({
      kind: 'receipt',
      sourceId: messageId,
      handle: 'd1',
      raw: Buffer.from(jws),
      rawMediaType: 'application/jose',
      match: { conversationId },
      event: { type: 'delivered', at: NOW },
      repeat: 'same-bytes',
    });
  });

  it('by RS256 is as good as by RS512', async () => {
    expect((await read(signedBy(digipost, { algorithm: 'RS256' }))).kind).toBe('receipt');
  });

  it('may be for a sender whose supplier sent the letter, and name the sender as avsender as the prose has it', async () => {
    expect((await read(signedBy(digipost, { owner: '313001008' }))).kind).toBe('receipt');
    expect((await read(signedBy(digipost, { owner: '313001008', issuer: '313001008' }))).kind).toBe('receipt');
  });

  it.each<[string, string, () => string]>([
    ['another mailbox', 'RECEIPT_OF_ANOTHER', () => signedBy(eboks)],
    [
      'another mailbox in the name of the right one',
      'RECEIPT_OF_ANOTHER',
      () => signedBy(eboks, { from: '984661185' }),
    ],
    ['the sender itself', 'RECEIPT_OF_ANOTHER', () => signedBy(sender)],
    ['the sender in the name of the mailbox', 'RECEIPT_OF_ANOTHER', () => signedBy(sender, { from: '984661185' })],
    ['somebody with a certificate of no known root', 'CERTIFICATE_NOT_TRUSTED', () => signedBy(outsider)],
    ['nobody', 'JWS_ALGORITHM_NOT_ALLOWED', () => signedBy(digipost, { algorithm: 'none' })],
    ['a shared secret', 'JWS_ALGORITHM_NOT_ALLOWED', () => signedBy(digipost, { algorithm: 'HS256' })],
  ])('signed by %s is set aside as %s', async (_who, code, jws) => {
    expect(await read(jws())).toMatchObject({ kind: 'quarantined', reason: { code } });
  });

  it.each<[string, string, () => string]>([
    ['another SBDH sender', 'RECEIPT_SENDER_NOT_SIGNER', () => signedBy(digipost, { from: '922020175' })],
    ['another avsender', 'RECEIPT_ISSUER_DIFFERS', () => signedBy(digipost, { issuer: '922020175' })],
    ['another receiver', 'RECEIPT_FOR_ANOTHER', () => signedBy(digipost, { to: '313001008' })],
    ['no JSON', 'RECEIPT_UNREADABLE', () => aJws(digipost, 'no json')],
    ['another schema', 'RECEIPT_UNREADABLE', () => aJws(digipost, '{"standardBusinessDocument":{}}')],
    [
      'a time without a zone',
      'RECEIPT_UNREADABLE',
      () => signedBy(digipost, { more: { tidspunkt: '2026-03-02T10:00' } }),
    ],
    ['a field too much', 'RECEIPT_UNREADABLE', () => signedBy(digipost, { more: { navn: 'Kari' } })],
  ])('with %s is set aside as %s', async (_what, code, jws) => {
    expect(await read(jws())).toMatchObject({ kind: 'quarantined', reason: { code } });
  });

  it('that is a letter is set aside', async () => {
    const [letter] = fc.sample(anSbd('digital'), 1);
    expect(await read(aJws(digipost, JSON.stringify(letter)))).toMatchObject({ reason: { code: 'NOT_A_RECEIPT' } });
  });

  it('that is no JWS at all is set aside, and so is an item without one', async () => {
    expect(await read('not a jws')).toMatchObject({ reason: { code: 'JWS_UNREADABLE' } });
    const reader = new DpiReceiptReader(profile, {
      certificates: aChecker(authority.certificate),
      clock: { now: () => NOW },
    });
    expect(await reader.read(toInboxItem(null), SENDER, NO_SIGNAL)).toMatchObject({
      kind: 'quarantined',
      rawMediaType: 'application/json',
      raw: Buffer.from('null'),
      reason: { code: 'INBOX_ITEM_UNREADABLE' },
    });
  });

  it.each([
    ['has expired', new Date('2041-01-01T00:00:00Z'), 'CERTIFICATE_EXPIRED'],
    ['is not valid yet', new Date('2019-01-01T00:00:00Z'), 'CERTIFICATE_NOT_YET_VALID'],
  ])('whose certificate %s when it is read is set aside, whatever time it states', async (_what, now, code) => {
    expect(await read(signedBy(digipost), now)).toMatchObject({ reason: { code } });
  });

  it('of a minute ahead keeps its time; one of next year gets ours, and says what it stated', async () => {
    const [soon, later] = [new Date('2026-03-02T10:01:00Z'), new Date('2027-03-02T10:00:00Z')];
    expect(await read(signedBy(digipost, { at: soon }))).toMatchObject({ event: { at: soon } });
    expect(await read(signedBy(digipost, { at: later }))).toMatchObject({
      event: { at: NOW, details: { statedAt: later.toISOString() } },
    });
  });

  it('that was changed in any place is set aside, under an id of its own', async () => {
    const messageId = randomUUID();
    const jws = signedBy(digipost, { messageId, algorithm: 'RS256' });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(jws.length - 1),
        fc.constantFrom('A', 'Q', 'g', 'w', '_', '-', '.'),
        async (at, character) => {
          const changed = jws.slice(0, at) + character + jws.slice(at + 1);
          fc.pre(changed !== jws && !sameBytes(changed, jws));
          const receipt = await read(changed);
          expect(receipt.kind).toBe('quarantined');
          expect(receipt.sourceId).not.toContain(messageId);
          expect(receipt.raw.toString('utf8')).toBe(changed);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('becomes an event or is set aside with its bytes, whatever its signer writes', async () => {
    const written = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      anSbd('feil').map((sbd) => JSON.stringify(sbd)),
      fc
        .record({ detaljer: fc.string({ unit: 'binary' }) })
        .map((more) =>
          JSON.stringify(receiptSbd('984661185', { type: 'feil', more: { feiltype: 'KLIENT', ...more } })),
        ),
    );
    await fc.assert(
      fc.asyncProperty(written, async (payload) => {
        const jws = aJws(digipost, payload);
        const receipt = await read(jws);
        expect(receipt.raw.toString('utf8')).toBe(jws);
        const named = receipt.kind === 'quarantined' ? receipt.reason.code : receipt.match.conversationId;
        expect(named).toMatch(/^(?:[A-Z]+(?:_[A-Z]+)+|[0-9a-f-]{36})$/);
      }),
      { numRuns: 60 },
    );
  });
});

/** The last character of base64url has bits that stand for nothing. */
function sameBytes(one: string, other: string): boolean {
  const bytes = (jws: string): string =>
    jws
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('hex'))
      .join('.');
  return bytes(one) === bytes(other);
}
