import { describe, expect, it } from '@jest/globals';
import { anOrder, TEST_PERSON } from '#channels/testing/order-builder.js';
import type { DepositQuery } from '#channels/channel.port.js';
import { ScriptedAltinn } from './testing/scripted-altinn.js';

const ID = '5f0c2a44-7f6b-4d0e-8a77-2a3e7d9b1c55';
const SEARCH = /^GET .*\/correspondence\?/;
const DETAILS = /\/details$/;
const signal = (): AbortSignal => AbortSignal.timeout(20_000);

function query(reference?: string): DepositQuery {
  const { depositId, conversationId, sender } = anOrder({ target: { kind: 'person', personIdentifier: TEST_PERSON } });
  const { organisationNumber } = sender;
  const known = { depositId, conversationId, sender: organisationNumber, signer: organisationNumber };
  return reference === undefined ? known : { ...known, reference };
}

describe('the status of a letter at Altinn', () => {
  const ask = async (altinn: ScriptedAltinn): ReturnType<ScriptedAltinn['adapter']['status']> =>
    altinn.adapter.status(query(ID), signal());

  it('costs one call when the letter is known', async () => {
    const altinn = new ScriptedAltinn();
    await ask(altinn);
    await ask(altinn);
    expect(altinn.trail().slice(1)).toEqual(['GET /correspondence/:id/details', 'GET /correspondence/:id/details']);
  });

  it('is asked for on and on while Altinn does not have the letter that nobody has seen published', async () => {
    const altinn = new ScriptedAltinn().on(DETAILS, () => ({ status: 404, body: { errorCode: 1001 } }));
    for (let times = 0; times < 3; times += 1) {
      expect(await ask(altinn)).toEqual({
        ok: true,
        value: { kind: 'known', reference: ID, receipts: [], settled: false },
      });
    }
  });

  it('is settled when Altinn has said twice that it has no longer what it had published', async () => {
    const denied = { status: 404, body: { errorCode: 1001 } };
    const history = { statusHistory: [{ status: 'Published', statusChanged: '2026-11-23T10:00:00Z' }] };
    const answers = [{ status: 200, body: history }, denied, { status: 200, body: history }, denied, denied];
    const altinn = new ScriptedAltinn().on(DETAILS, () => answers.shift());
    const settled: unknown[] = [];
    while (answers.length > 0) {
      const status = await ask(altinn);
      settled.push(status.ok && status.value.kind === 'known' ? status.value.settled : status);
    }
    expect(settled).toEqual([false, false, false, false, true]);
  });

  it.each([
    ['a 404 of something else', { status: 404 }, 'defect', 'ALTINN_WRONG_ADDRESS'],
    ['a 404 in HTML', { status: 404, body: '<html>' }, 'transient', 'ALTINN_UNAVAILABLE'],
    ['HTML', { status: 200, body: '<html>' }, 'transient', 'ALTINN_UNREADABLE_ANSWER'],
    ['a list', { status: 200, body: [] }, 'transient', 'ALTINN_UNREADABLE_ANSWER'],
    ['no access', { status: 401, body: { errorCode: 4001 } }, 'defect', 'ALTINN_NO_ACCESS'],
    ['429', { status: 429, headers: { 'retry-after': '90' } }, 'throttled', 'ALTINN_THROTTLED'],
  ])('is not known after %s', async (_what, answer, kind, code) => {
    const altinn = new ScriptedAltinn().on(DETAILS, () => answer);
    expect(await ask(altinn)).toMatchObject({ ok: false, error: { kind, code } });
  });

  it.each([
    ['no list', {}],
    ['ids that are none', { ids: ['../../x'] }],
    ['HTML', '<html>'],
  ])('is not "unknown" when the search answers with %s', async (_what, body) => {
    const altinn = new ScriptedAltinn().on(SEARCH, () => ({ status: 200, body }));
    expect(await altinn.adapter.status(query(), signal())).toMatchObject({
      ok: false,
      error: { kind: 'transient', code: 'ALTINN_UNREADABLE_ANSWER' },
    });
  });
});
