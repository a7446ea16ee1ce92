import { describe, expect, it } from '@jest/globals';
import { TransportError } from '#platform/transport-error.js';
import type { AltinnCall } from './altinn-calls.js';
import { ScriptedAltinn } from './testing/scripted-altinn.js';

const CALL: AltinnCall = { method: 'GET', path: '/correspondence/api/v1/attachment/x', step: 'prepares' };
const signal = AbortSignal.timeout(30_000);
const EXCHANGE = /exchange\/maskinporten/;

function exchangesOf(altinn: ScriptedAltinn): number {
  return altinn.asked.filter(({ path }) => EXCHANGE.test(path)).length;
}

describe('tokens of Altinn', () => {
  it('are exchanged once for letters that come together, and kept', async () => {
    const altinn = new ScriptedAltinn();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => altinn.calls.answer(CALL, AbortSignal.timeout(30_000))),
    );
    expect(answers.every((answer) => answer.ok)).toBe(true);
    await altinn.calls.answer(CALL, signal);
    expect(exchangesOf(altinn)).toBe(1);
    const used = altinn.asked.filter(({ path }) => !EXCHANGE.test(path)).map(({ headers }) => headers['authorization']);
    expect(used).toHaveLength(21);
    expect(new Set(used).size).toBe(1);
    expect(altinn.asked[0]?.headers['authorization']).toBe('Bearer maskinporten-1');
    expect(used[0]).not.toContain('maskinporten');
  });

  it('are kept until 30 seconds before their own end, however short the life of the one from Maskinporten', async () => {
    const altinn = new ScriptedAltinn();
    await altinn.calls.answer(CALL, signal);
    altinn.clock.setOffset(1_765_000);
    await altinn.calls.answer(CALL, signal);
    expect(exchangesOf(altinn)).toBe(1);
    altinn.clock.setOffset(1_771_000);
    await altinn.calls.answer(CALL, signal);
    expect(exchangesOf(altinn)).toBe(2);
  });

  it('are not kept for too long when our clock is behind', async () => {
    const altinn = new ScriptedAltinn();
    const ahead = Math.floor(altinn.clock.now().getTime() / 1_000) + 7_200;
    altinn.on(EXCHANGE, () => ({ status: 200, body: altinn.jwt({ iat: ahead, exp: ahead + 600 }) }));
    await altinn.calls.answer(CALL, signal);
    altinn.clock.setOffset(575_000);
    await altinn.calls.answer(CALL, signal);
    expect(exchangesOf(altinn)).toBe(2);
  });

  it('are one for each owner of a resource, asked for as the supplier of that body', async () => {
    const altinn = new ScriptedAltinn();
    await altinn.calls.answer(CALL, signal);
    await altinn.calls.answer({ ...CALL, owner: '313000001' }, signal);
    await altinn.calls.answer({ ...CALL, owner: '313000001' }, signal);
    expect(altinn.tokenRequests).toEqual([
      { scope: expect.stringContaining('altinn:correspondence.write') },
      { scope: expect.stringContaining('altinn:correspondence.write'), consumer: '313000001' },
    ]);
    expect(exchangesOf(altinn)).toBe(2);
  });

  it('come as a JSON string from some versions', async () => {
    const altinn = new ScriptedAltinn();
    altinn.on(EXCHANGE, () => ({ status: 200, body: JSON.stringify(altinn.jwt()) }));
    expect((await altinn.calls.answer(CALL, signal)).ok).toBe(true);
    expect(altinn.asked[1]?.headers['authorization']).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it.each([
    ['nothing', ''],
    ['HTML', '<html>maintenance</html>'],
    ['text with a line break', 'a.b.c\r\nx-injected: 1'],
    ['claims that are no JSON', 'a.b.c'],
    ['an object', '{"token":"a.b.c"}'],
    ['no expiry', `a.${Buffer.from('{"iat":1}').toString('base64url')}.c`],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x2e, 0xc3, 0x28])],
  ])('that are %s are not used', async (_what, body) => {
    const altinn = new ScriptedAltinn().on(EXCHANGE, () => ({ status: 200, body }));
    expect(await altinn.calls.answer(CALL, signal)).toMatchObject({
      ok: false,
      error: { kind: 'transient', code: 'ALTINN_UNREADABLE_ANSWER' },
    });
    expect(altinn.asked).toHaveLength(1);
  });

  it('that Altinn refuses are exchanged anew, once, from a new one of Maskinporten', async () => {
    const altinn = new ScriptedAltinn();
    let refusals = 1;
    altinn.on(/attachment/, () => (refusals-- > 0 ? { status: 401 } : undefined));
    expect(await altinn.calls.answer(CALL, signal)).toMatchObject({ ok: true, value: { status: 200 } });
    expect(altinn.forgotten).toEqual(['maskinporten-1']);
    expect(exchangesOf(altinn)).toBe(2);
    refusals = 5;
    expect(await altinn.calls.answer(CALL, signal)).toMatchObject({ ok: true, value: { status: 401 } });
    expect(refusals).toBe(3);
  });

  it('are not asked for again when the policy says no, which has a code', async () => {
    const altinn = new ScriptedAltinn().on(/attachment/, () => ({ status: 401, body: { errorCode: 4001 } }));
    await altinn.calls.answer(CALL, signal);
    expect(exchangesOf(altinn)).toBe(1);
  });

  it('whose exchange refuses the kept token of Maskinporten are tried with a new one', async () => {
    const altinn = new ScriptedAltinn();
    altinn.on(EXCHANGE, ({ headers }) =>
      headers['authorization'] === 'Bearer maskinporten-1' ? { status: 401 } : undefined,
    );
    expect((await altinn.calls.answer(CALL, signal)).ok).toBe(true);
    expect(altinn.forgotten).toEqual(['maskinporten-1']);
  });

  it.each([
    [401, {}, 'defect', 'ALTINN_TOKEN_REFUSED'],
    [400, {}, 'defect', 'ALTINN_TOKEN_REFUSED'],
    [410, {}, 'defect', 'ALTINN_TOKEN_REFUSED'],
    [503, '<html>', 'transient', 'ALTINN_UNAVAILABLE'],
    [403, '<html>blocked</html>', 'transient', 'ALTINN_UNAVAILABLE'],
    [429, {}, 'throttled', 'ALTINN_THROTTLED'],
  ] as const)('that are refused with %i are a named failure', async (status, body, kind, code) => {
    const altinn = new ScriptedAltinn().on(EXCHANGE, () => ({ status, body }));
    expect(await altinn.calls.answer(CALL, signal)).toMatchObject({ ok: false, error: { kind, code } });
  });

  it('are waited for only as long as the caller has', async () => {
    const altinn = new ScriptedAltinn();
    let release: (answer: { status: number }) => void = () => undefined;
    altinn.on(EXCHANGE, () => new Promise((resolve) => (release = resolve)));
    const gaveUp = await altinn.calls.answer(CALL, AbortSignal.timeout(10));
    expect(gaveUp).toMatchObject({ ok: false, error: { kind: 'transient', code: 'ALTINN_ABORTED' } });
    release({ status: 503 });
    expect(altinn.trail().filter((call) => !call.includes('exchange'))).toEqual([]);
  });
});

describe('calls of Altinn', () => {
  it('carry the subscription key where there is one', async () => {
    const altinn = new ScriptedAltinn({ ALTINN_SUBSCRIPTION_KEY: 'nøkkel-1' });
    await altinn.calls.answer(CALL, signal);
    expect(altinn.asked.map(({ headers }) => headers['ocp-apim-subscription-key'])).toEqual(['nøkkel-1', 'nøkkel-1']);
  });

  it('without an answer are transient before the letter is handed over, and ambiguous then', async () => {
    const altinn = new ScriptedAltinn().on(/attachment/, () => {
      throw new TransportError('maybe', 'ECONNRESET', 'GET https://platform.example.no');
    });
    expect(await altinn.calls.answer(CALL, signal)).toMatchObject({ error: { kind: 'transient' } });
    expect(await altinn.calls.answer({ ...CALL, step: 'handsOver' }, signal)).toMatchObject({
      error: { kind: 'ambiguous', code: 'ALTINN_ANSWER_LOST' },
    });
  });
});
