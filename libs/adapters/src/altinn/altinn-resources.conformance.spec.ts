import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anOrder, TEST_ORGANISATION, TEST_PERSON } from '#channels/testing/order-builder.js';
import type { CorrespondenceRecord } from './simulator/altinn-records.js';
import { startAltinn, type AltinnContext } from './testing/altinn-context.js';

describe('altinn, by resources that senders own', () => {
  const OWN = `meldingsformidler-brev-${TEST_ORGANISATION}`;
  const CONFIDENTIAL = `meldingsformidler-fortrolig-${TEST_ORGANISATION}`;
  const signal = (): AbortSignal => AbortSignal.timeout(10_000);
  let context: AltinnContext;

  beforeAll(async () => {
    context = await startAltinn(
      {},
      {
        ALTINN_SENDER_RESOURCES: `${TEST_ORGANISATION}=${OWN}`,
        ALTINN_SENDER_CONFIDENTIAL_RESOURCES: `${TEST_ORGANISATION}=${CONFIDENTIAL}`,
      },
    );
  });
  afterAll(() => context.stop());

  it.each([
    [3, OWN],
    [4, CONFIDENTIAL],
  ] as const)('a letter of level %i is made by %s, with a token on behalf of the owner', async (securityLevel, id) => {
    const target = { kind: 'person', personIdentifier: TEST_PERSON } as const;
    const order = anOrder({ target, letter: { securityLevel } });
    const deposit = await context.channel.deposit(order, signal());
    if (!deposit.ok) throw new Error(`${deposit.error.code}: ${deposit.error.text}`);
    const letters = context.simulator.world.collection<CorrespondenceRecord>('altinn.correspondences');
    expect(JSON.stringify(letters.get(deposit.value.reference))).toContain(`"${id}"`);
    const query = { ...order, sender: TEST_ORGANISATION, signer: TEST_ORGANISATION };
    expect(await context.channel.status(query, signal())).toMatchObject({
      ok: true,
      value: { kind: 'known', reference: deposit.value.reference },
    });
    expect(await context.channel.deposit(order, signal())).toEqual({
      ok: true,
      value: { reference: deposit.value.reference, acceptedAt: expect.any(Date) },
    });
  });

  it('a confidential letter to an organisation where nobody holds the role is unreachable at once', async () => {
    const organisationNumber = '313001008';
    await context.simulator.world.organisations.put(organisationNumber, {
      organisationNumber,
      name: 'Tomt AS',
      hasRole: false,
    });
    const order = anOrder({ target: { kind: 'organisation', organisationNumber }, letter: { securityLevel: 4 } });
    expect(await context.channel.deposit(order, signal())).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', code: 'ALTINN_NO_ROLE' },
    });
  });

  it('a resource of the wrong kind holds letters as a fault of the configuration', async () => {
    const wrong = await startAltinn({}, { ALTINN_SENDER_RESOURCES: `${TEST_ORGANISATION}=${CONFIDENTIAL}` });
    try {
      const target = { kind: 'person', personIdentifier: TEST_PERSON } as const;
      expect(await wrong.channel.deposit(anOrder({ target }), signal())).toMatchObject({
        ok: false,
        error: { kind: 'defect', code: 'ALTINN_CONFIDENTIAL_RESOURCE' },
      });
    } finally {
      await wrong.stop();
    }
  });
});
