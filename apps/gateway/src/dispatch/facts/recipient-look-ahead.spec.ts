import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ContentVault } from '#documents/content-vault.js';
import { MasterKeyRing } from '#documents/master-key-ring.js';
import { transient } from '#domain/failure.js';
import type { Recipient } from '#domain/recipient.js';
import { err, ok } from '#domain/result.js';
import type { DispatchStore } from '#persistence/dispatch.store.js';
import type { WaitingRecipient } from '#persistence/records/waiting-recipient.js';
import { createLogger } from '#platform/logger.js';
import type { FactsGatherer, FactsResult } from './facts-gatherer.js';
import { RecipientLookAhead, type LetterToLookUp } from './recipient-look-ahead.js';

const never = new AbortController().signal;
const FACTS: FactsResult = ok({ kind: 'address', evidence: [] });
const DOWN: FactsResult = err(transient('KRR_NO_ANSWER', 'down'));

describe('RecipientLookAhead', () => {
  const vault = new ContentVault(new MasterKeyRing(`1:${Buffer.alloc(32, 7).toString('base64')}`));
  let now: Date;
  let asked: string[];
  let answer: FactsResult;
  let waiting: WaitingRecipient[];
  let peeks: number[];
  let ahead: RecipientLookAhead;

  beforeEach(() => {
    now = new Date('2026-11-22T09:00:00Z');
    [asked, answer, waiting, peeks] = [[], FACTS, [], []];
    const gatherer = {
      gather: (recipient: Recipient) => {
        asked.push(recipient.kind === 'person' ? recipient.personIdentifier : recipient.kind);
        return Promise.resolve(answer);
      },
    } as unknown as FactsGatherer;
    const store = {
      waitingRecipients: (_now: Date, limit: number) => {
        peeks.push(limit);
        return Promise.resolve(waiting);
      },
    } as unknown as DispatchStore;
    ahead = new RecipientLookAhead(gatherer, store, vault, { now: () => now }, createLogger('test', 'fatal'));
  });

  function letter(name: string): LetterToLookUp {
    return { id: `letter-${name}`, recipient: { kind: 'person', personIdentifier: name } };
  }

  function behind(name: string): WaitingRecipient {
    const { key, wrapped } = vault.newKey();
    const sealedRecipient = vault.seal(Buffer.from(name), key);
    return { id: `letter-${name}`, kind: 'person', sealedRecipient, wrappedKey: wrapped };
  }

  function factsOf(letters: readonly LetterToLookUp[], queue: 'more' | 'empty'): Promise<FactsResult[]> {
    return Promise.all(letters.map((each) => ahead.factsOf(each, queue, never)));
  }

  it('looks up those that wait behind a full claim with it, and finds them in hand at the next', async () => {
    waiting = [behind('c'), behind('d')];
    expect(await factsOf([letter('a'), letter('b')], 'more')).toEqual([FACTS, FACTS]);
    expect(asked).toEqual(['a', 'b', 'c', 'd']);
    expect(await factsOf([letter('c'), letter('d')], 'more')).toEqual([FACTS, FACTS]);
    expect(asked).toHaveLength(4);
    expect(peeks).toEqual([998]);
  });

  it('looks no further when nothing waits', async () => {
    await factsOf([letter('a')], 'empty');
    expect(asked).toEqual(['a']);
    expect(peeks).toEqual([]);
  });

  it('asks again after a minute, after the letter took its step, and after a failure', async () => {
    await factsOf([letter('a')], 'empty');
    now = new Date(now.getTime() + 59_000);
    await factsOf([letter('a')], 'empty');
    expect(asked).toHaveLength(1);
    now = new Date(now.getTime() + 1_000);
    await factsOf([letter('a')], 'empty');
    expect(asked).toHaveLength(2);
    ahead.drop('letter-a');
    answer = DOWN;
    expect(await factsOf([letter('a')], 'empty')).toEqual([DOWN]);
    expect(asked).toHaveLength(3);
    answer = FACTS;
    expect(await factsOf([letter('a')], 'empty')).toEqual([FACTS]);
    expect(asked).toHaveLength(4);
  });

  it('never answers for another letter to the same person', async () => {
    await factsOf([letter('a')], 'empty');
    await factsOf([{ ...letter('a'), id: 'a later letter' }], 'empty');
    expect(asked).toEqual(['a', 'a']);
  });

  it('gathers the claims of a stream of letters into one call', async () => {
    // As if no time passed between the calls, however slow the machine is.
    const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
    try {
      await factsOf(
        Array.from({ length: 100 }, (_, index) => letter(`first-${index}`)),
        'empty',
      );
      waiting = [behind('behind')];
      await Promise.all([factsOf([letter('second')], 'empty'), factsOf([letter('third')], 'empty')]);
    } finally {
      clock.mockRestore();
    }
    expect(asked.slice(100)).toEqual(['second', 'third', 'behind']);
    expect(peeks).toEqual([998]);
  });

  it('lets a letter whose facts are in hand, and one that needs none, wait for no other', async () => {
    await factsOf(
      Array.from({ length: 100 }, (_, index) => letter(`first-${index}`)),
      'empty',
    );
    const ended: string[] = [];
    const paced = factsOf([letter('paced')], 'empty').then(() => ended.push('paced'));
    await factsOf([letter('first-7')], 'empty').then(() => ended.push('in hand'));
    const address: LetterToLookUp = {
      id: 'letter to an address',
      recipient: { kind: 'address', postalAddress: { name: 'A', lines: ['B'] } },
    };
    await factsOf([address], 'empty').then(() => ended.push('address'));
    await paced;
    expect(ended).toEqual(['in hand', 'address', 'paced']);
  });

  it('passes over a recipient whose seal is broken', async () => {
    waiting = [{ ...behind('broken'), wrappedKey: Buffer.alloc(62) }, behind('whole')];
    await factsOf([letter('a')], 'more');
    expect(asked).toEqual(['a', 'whole']);
  });

  it('goes on with the claim when the database does not tell who waits', async () => {
    ahead = new RecipientLookAhead(
      { gather: () => Promise.resolve(FACTS) } as unknown as FactsGatherer,
      { waitingRecipients: () => Promise.reject(new Error('away')) } as unknown as DispatchStore,
      vault,
      { now: () => now },
      createLogger('test', 'fatal'),
    );
    expect(await factsOf([letter('a')], 'more')).toEqual([FACTS]);
  });
});
