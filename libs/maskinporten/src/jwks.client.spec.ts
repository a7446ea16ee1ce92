import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { OffsetClock } from '#domain/clock.js';
import type { HttpResponse } from '#platform/http.client.js';
import { TransportError } from '#platform/transport-error.js';
import { JwksClient } from './jwks.client.js';

const MINUTE = 60_000;
let first: { publicKey: KeyObject; privateKey: KeyObject };

beforeAll(() => {
  first = generateKeyPairSync('rsa', { modulusLength: 2_048 });
});

/** A key set that the test changes, and takes away. */
class Publisher {
  readonly clock = new OffsetClock();
  calls = 0;
  answer: () => Promise<HttpResponse> = () => this.keys(['one']);
  readonly client = new JwksClient(
    {
      request: () => {
        this.calls += 1;
        return this.answer();
      },
    },
    'https://test.maskinporten.no/jwk',
    this.clock,
  );

  async keys(kids: readonly string[]): Promise<HttpResponse> {
    const jwk = await exportJWK(first.publicKey);
    return json({ keys: kids.map((kid) => ({ ...jwk, kid, use: 'sig', alg: 'RS256' })) });
  }

  down(): void {
    this.answer = () => Promise.reject(new TransportError('no', 'ECONNREFUSED', 'GET https://test.maskinporten.no'));
  }

  /** Whether a token by this key id would be believed. */
  async knows(kid: string): Promise<boolean | string> {
    const keys = await this.client.keys();
    if (!keys.ok) return keys.error.code;
    const token = await new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid }).sign(first.privateKey);
    const [protectedHeader = '', payload = '', signature = ''] = token.split('.');
    return keys.value({ alg: 'RS256', kid }, { protected: protectedHeader, payload, signature }).then(
      () => true,
      () => false,
    );
  }
}

function json(body: unknown): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !condition(); turn += 1) await new Promise(setImmediate);
  expect(condition()).toBe(true);
}

describe('JwksClient', () => {
  it('fetches once for all who come at the same time', async () => {
    const publisher = new Publisher();
    await Promise.all(Array.from({ length: 50 }, () => publisher.client.keys()));
    expect(publisher.calls).toBe(1);
  });

  it('renews behind the back of its callers after five minutes', async () => {
    const publisher = new Publisher();
    expect(await publisher.knows('one')).toBe(true);
    publisher.answer = () => publisher.keys(['two']);
    publisher.clock.setOffset(4.9 * MINUTE);
    expect(await publisher.knows('one')).toBe(true);
    expect(publisher.calls).toBe(1);
    publisher.clock.setOffset(6 * MINUTE);
    expect(await publisher.knows('one')).toBe(true);
    await until(() => publisher.calls === 2);
    // The fetch that has just ended is there for the next caller.
    for (let turn = 0; turn < 100 && (await publisher.knows('one')) === true; turn += 1)
      await new Promise(setImmediate);
    expect(await publisher.knows('one')).toBe(false);
    expect(await publisher.knows('two')).toBe(true);
  });

  it('lets no withdrawn key work for longer than ten minutes, also when nobody came in between', async () => {
    const publisher = new Publisher();
    expect(await publisher.knows('one')).toBe(true);
    publisher.answer = () => publisher.keys(['two']);
    publisher.clock.setOffset(10 * MINUTE);
    expect(await publisher.knows('one')).toBe(false);
  });

  it('uses the old keys while none can be had, for an hour', async () => {
    const publisher = new Publisher();
    expect(await publisher.knows('one')).toBe(true);
    publisher.down();
    publisher.clock.setOffset(59 * MINUTE);
    expect(await publisher.knows('one')).toBe(true);
    publisher.clock.setOffset(61 * MINUTE);
    expect(await publisher.knows('one')).toBe('MASKINPORTEN_NO_ANSWER');
    publisher.answer = () => publisher.keys(['one']);
    publisher.clock.setOffset(62 * MINUTE);
    expect(await publisher.knows('one')).toBe(true);
  });

  it('asks one that is down every five seconds, however many come', async () => {
    const publisher = new Publisher();
    publisher.down();
    for (let count = 0; count < 20; count += 1) {
      expect((await publisher.client.keys()).ok).toBe(false);
      expect((await publisher.client.freshKeys()).ok).toBe(false);
    }
    expect(publisher.calls).toBe(1);
    publisher.clock.setOffset(6_000);
    await publisher.client.keys();
    expect(publisher.calls).toBe(2);
  });

  it('says for an unknown key that it could not look, when it could not', async () => {
    const publisher = new Publisher();
    await publisher.client.keys();
    publisher.down();
    publisher.clock.setOffset(31_000);
    expect(await publisher.client.freshKeys()).toMatchObject({ ok: false, error: { kind: 'transient' } });
  });

  it.each<[string, HttpResponse, string]>([
    ['HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>') }, 'UNAVAILABLE'],
    ['what is not JSON', { status: 200, headers: {}, body: Buffer.from('keys') }, 'UNREADABLE_ANSWER'],
    ['no keys', json({}), 'UNREADABLE_ANSWER'],
    ['an empty set', json({ keys: [] }), 'UNREADABLE_ANSWER'],
    ['keys that are none', json({ keys: [null, 1, 'x', { kty: 'RSA' }] }), 'UNREADABLE_ANSWER'],
    ['secret keys', json({ keys: [{ kty: 'oct', kid: 'one', k: 'AAAA' }] }), 'UNREADABLE_ANSWER'],
    ['an error', { status: 500, headers: {}, body: Buffer.alloc(0) }, 'UNAVAILABLE'],
  ])('keeps what it has when the answer is %s', async (_what, answer, code) => {
    const publisher = new Publisher();
    const fresh = new Publisher();
    fresh.answer = () => Promise.resolve(answer);
    expect(await fresh.client.keys()).toMatchObject({ ok: false, error: { code: `MASKINPORTEN_${code}` } });
    await publisher.knows('one');
    publisher.answer = () => Promise.resolve(answer);
    publisher.clock.setOffset(11 * MINUTE);
    expect(await publisher.knows('one')).toBe(true);
  });

  it('passes over keys for encryption and of other kinds', async () => {
    const publisher = new Publisher();
    const jwk = await exportJWK(first.publicKey);
    publisher.answer = () =>
      Promise.resolve(
        json({
          keys: [
            { kty: 'EC', kid: 'ec', crv: 'P-256', x: 'A', y: 'B' },
            { ...jwk, kid: 'enc', use: 'enc' },
            { ...jwk, kid: 'sig' },
          ],
        }),
      );
    expect(await publisher.knows('sig')).toBe(true);
    expect(await publisher.knows('enc')).toBe(false);
  });
});
