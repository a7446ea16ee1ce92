import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mailboxAddressOf, MailboxDirectory } from '#channels/simulation/mailbox-address.js';
import type { SimulatedContact, SimulationWorld } from '#channels/simulation/simulation-world.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { describeRegisterConformance } from '#channels/testing/register-conformance.js';
import type { ContactFacts } from '#domain/recipient-facts.js';
import { createSimulator as createMaskinporten, issueToken } from '#maskinporten/maskinporten.simulator.js';
import { simulatedTokens, type SimulatedTokens } from '#maskinporten/testing/simulated-tokens.js';
import { KrrAdapter } from './krr.adapter.js';
import { KrrConfig } from './krr.config.js';
import { createSimulator } from './krr.simulator.js';

const PERSON = '20914695016';
const STRANGER = '28825897617';

async function put(world: SimulationWorld, krr: SimulatedContact): Promise<void> {
  await world.persons.put(PERSON, { personIdentifier: PERSON, name: 'Kari Syntetisk', krr });
}

function open(simulator: RunningSimulator, timeoutMs: number): { adapter: KrrAdapter; tokens: SimulatedTokens } {
  const tokens = simulatedTokens(simulator);
  const config = Object.assign(new KrrConfig(), { baseUrl: `${simulator.baseUrl}/krr`, timeoutMs });
  return { adapter: new KrrAdapter(config, tokens.tokens, simulator.clock), tokens };
}

const FRESH = { value: 'kari@example.no', updated: '2026-10-01T12:00:00+02:00' };
const STALE = { value: 'kari@example.no', updated: '2020-10-01T12:00:00+02:00', verified: '2024-10-01T12:00:00+02:00' };

describeRegisterConformance<ContactFacts>({
  name: 'KRR',
  service: 'krr',
  simulators: [createMaskinporten, createSimulator],
  dependsOn: ['maskinporten'],
  populate: (world) => put(world, { status: 'AKTIV', reserved: false, email: FRESH, mailbox: 'digipost' }),
  open: (simulator, timeoutMs) => {
    const { adapter, tokens } = open(simulator, timeoutMs);
    return {
      lookUp: (keys, signal) => adapter.lookUp(keys, signal),
      close: async () => {
        await adapter.onApplicationShutdown();
        await tokens.close();
      },
    };
  },
  known: { key: PERSON, facts: { status: 'AKTIV', reserved: false } },
  unknown: { key: STRANGER, facts: { status: 'IKKE_REGISTRERT', reserved: false, canBeNotified: false } },
  manyKeys: Array.from({ length: 1_001 }, (_, index) => String(10_810_000_000 + index)),
});

describe('KRR simulated', () => {
  let simulator: RunningSimulator;
  let adapter: KrrAdapter;
  let tokens: SimulatedTokens;

  beforeAll(async () => {
    simulator = await startSimulator([createMaskinporten, createSimulator]);
    ({ adapter, tokens } = open(simulator, 5_000));
  });
  afterAll(async () => {
    await adapter.onApplicationShutdown();
    await tokens.close();
    await simulator.stop();
  });

  async function facts(krr: SimulatedContact): Promise<ContactFacts | undefined> {
    await put(simulator.world, krr);
    const result = await adapter.lookUp([PERSON], AbortSignal.timeout(5_000));
    if (!result.ok) throw new Error(result.error.text);
    return result.value.get(PERSON);
  }

  it.each([
    ['digipost', '984661185'],
    ['eboks', '922020175'],
  ] as const)('tells of a mailbox at %s with a certificate that is valid', async (mailbox, providerOrganisation) => {
    const found = await facts({ status: 'AKTIV', email: FRESH, mailbox });
    expect(found?.mailbox).toMatchObject({ providerOrganisation, address: mailboxAddressOf(PERSON) });
    expect(found?.mailbox?.certificate).toContain('BEGIN CERTIFICATE');
    const validity = found?.mailbox?.certificateValidity;
    expect(validity !== undefined && validity.from < new Date() && validity.to > new Date()).toBe(true);
    expect(found?.mailbox?.address).not.toContain(PERSON);
    expect(new MailboxDirectory(simulator.world).personAt(found?.mailbox?.address ?? '')?.personIdentifier).toBe(
      PERSON,
    );
  });

  it.each<[string, SimulatedContact, boolean]>([
    ['fresh by update', { status: 'AKTIV', email: FRESH }, true],
    ['stale', { status: 'AKTIV', email: STALE }, false],
    ['one of two channels fresh', { status: 'AKTIV', email: STALE, mobile: { ...FRESH, value: '+4799999999' } }, true],
    ['fresh by verification', { status: 'AKTIV', email: { ...STALE, verified: '2026-10-01T12:00:00+02:00' } }, true],
    ['no channel', { status: 'AKTIV' }, false],
    ['reserved', { status: 'AKTIV', reserved: true, email: FRESH }, false],
    ['deleted', { status: 'SLETTET', email: FRESH }, false],
  ])('can be notified when %s: as the register computes it', async (_what, krr, expected) => {
    expect((await facts(krr))?.canBeNotified).toBe(expected);
  });

  it('keeps the odd timestamps exact', async () => {
    const found = await facts({
      status: 'AKTIV',
      email: { value: 'kari@example.no', updated: '2026-01-10T21:00:01Z', verified: '2026-06-10T21:00:01Z' },
    });
    expect(found?.email).toEqual({
      value: 'kari@example.no',
      updated: new Date('2026-01-10T21:00:01Z'),
      verified: new Date('2026-06-10T21:00:01Z'),
    });
  });

  it('asks for the print service once for all letters that wait for it', async () => {
    // One call is struck: had there been several, the others would have been answered.
    simulator.faults.set({ service: 'krr', mode: 'error-500', rate: 1, count: 1 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => adapter.printService(AbortSignal.timeout(5_000))),
    );
    expect(answers.filter(({ ok }) => ok)).toEqual([]);
  });

  it('gives the print service', async () => {
    const result = await adapter.printService(AbortSignal.timeout(5_000));
    expect(result).toMatchObject({ ok: true, value: { organisationNumber: '974761076' } });
  });

  it.each<[string, RequestInit, number]>([
    ['no token', { body: JSON.stringify({ personidentifikatorer: [PERSON] }) }, 401],
    [
      'an old token',
      { headers: { authorization: 'old' }, body: JSON.stringify({ personidentifikatorer: [PERSON] }) },
      401,
    ],
    [
      'a token for something else',
      { headers: { authorization: 'other' }, body: JSON.stringify({ personidentifikatorer: [PERSON] }) },
      403,
    ],
    ['no persons', { headers: { authorization: 'good' }, body: JSON.stringify({ personidentifikatorer: [] }) }, 400],
    [
      'too many persons',
      {
        headers: { authorization: 'good' },
        body: JSON.stringify({ personidentifikatorer: Array<string>(1_001).fill(PERSON) }),
      },
      400,
    ],
    ['what is not JSON', { headers: { authorization: 'good' }, body: '{' }, 400],
  ])('refuses %s', async (_what, init, status) => {
    const context = { ...simulator, sftpPort: 0, log: () => undefined };
    const scope = 'krr:global/kontaktinformasjon.read';
    const tokensByName: Record<string, () => Promise<string>> = {
      good: async () => ((await tokens.tokens.token({ scope }, AbortSignal.timeout(5_000))) as { value: string }).value,
      other: async () =>
        (
          (await tokens.tokens.token({ scope: 'meldingsformidler:send' }, AbortSignal.timeout(5_000))) as {
            value: string;
          }
        ).value,
      old: () => issueToken(context, { consumer: '991825827', scope }),
    };
    const wanted = (init.headers as { authorization?: string } | undefined)?.authorization;
    const token = await tokensByName[wanted ?? '']?.();
    if (wanted === 'old') simulator.clock.setOffset(10 * 60_000);
    const response = await fetch(`${simulator.baseUrl}/krr/rest/v2/personer`, {
      method: 'POST',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      body: init.body ?? null,
    });
    simulator.clock.setOffset(0);
    expect(response.status).toBe(status);
  });
});
