import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { describeRegisterConformance } from '#channels/testing/register-conformance.js';
import type { PopulationFacts } from '#domain/recipient-facts.js';
import { createSimulator as createMaskinporten } from '#maskinporten/maskinporten.simulator.js';
import { simulatedTokens, type SimulatedTokens } from '#maskinporten/testing/simulated-tokens.js';
import { FolkeregisteretAdapter } from './folkeregisteret.adapter.js';
import { FolkeregisteretConfig } from './folkeregisteret.config.js';
import { createSimulator } from './folkeregisteret.simulator.js';

const PERSON = '20914695016';
const STRANGER = '28825897617';
const SUCCESSOR = '16852749559';
const ADDRESS = { name: 'Kari Syntetisk', lines: ['Storgata 12'], postalCode: '0155', city: 'OSLO' };
const KARI: SimulatedPerson = {
  personIdentifier: PERSON,
  name: 'Kari Syntetisk',
  birthDate: '1946-11-20',
  address: ADDRESS,
};

function open(
  simulator: RunningSimulator,
  timeoutMs: number,
): { adapter: FolkeregisteretAdapter; tokens: SimulatedTokens } {
  const tokens = simulatedTokens(simulator);
  const config = Object.assign(new FolkeregisteretConfig(), {
    baseUrl: `${simulator.baseUrl}/folkeregisteret`,
    timeoutMs,
  });
  return { adapter: new FolkeregisteretAdapter(config, tokens.tokens, simulator.clock), tokens };
}

describeRegisterConformance<PopulationFacts>({
  name: 'Folkeregisteret',
  service: 'folkeregisteret',
  simulators: [createMaskinporten, createSimulator],
  dependsOn: ['maskinporten'],
  populate: (world) => world.persons.put(PERSON, KARI),
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
  known: { key: PERSON, facts: { status: 'registered', name: 'Kari Syntetisk', postalAddress: ADDRESS } },
  unknown: { key: STRANGER, facts: { status: 'not-registered' } },
  manyKeys: Array.from({ length: 1_001 }, (_, index) => String(10_810_000_000 + index)),
});

describe('Folkeregisteret simulated', () => {
  let simulator: RunningSimulator;
  let adapter: FolkeregisteretAdapter;
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

  async function facts(person: SimulatedPerson): Promise<PopulationFacts | undefined> {
    await simulator.world.persons.put(PERSON, person);
    const result = await adapter.lookUp([PERSON], AbortSignal.timeout(5_000));
    if (!result.ok) throw new Error(result.error.text);
    return result.value.get(PERSON);
  }

  it.each([
    ['a street', ADDRESS],
    ['a house letter', { ...ADDRESS, lines: ['Storgata 12 B'] }],
    ['several lines', { ...ADDRESS, lines: ['c/o Ola Syntetisk', 'Storgata 12'] }],
    ['a post box', { ...ADDRESS, lines: ['Postboks 95'] }],
    [
      'another country',
      { name: ADDRESS.name, lines: ['Drottninggatan 1'], postalCode: '111 22', city: 'STOCKHOLM', countryCode: 'SE' },
    ],
  ])('%s comes back as it was put in', async (_what, address) => {
    expect((await facts({ ...KARI, address }))?.postalAddress).toEqual(address);
  });

  it.each(['fortrolig', 'strengtFortrolig', 'klientadresse'] as const)(
    '%s keeps its grading and its usable address',
    async (protection) => {
      expect(await facts({ ...KARI, protection })).toMatchObject({ protection, postalAddress: ADDRESS });
    },
  );

  it('has no address of the dead but that of the estate', async () => {
    const estateAddress = { name: 'Advokat Dal AS', lines: ['Torget 1'], postalCode: '3015', city: 'DRAMMEN' };
    expect(await facts({ ...KARI, deceased: true })).toMatchObject({ deceased: true });
    expect((await facts({ ...KARI, deceased: true }))?.postalAddress).toBeUndefined();
    expect(await facts({ ...KARI, deceased: true, estateAddress })).toMatchObject({
      deceased: true,
      postalAddress: estateAddress,
    });
  });

  it('gives the birth date, and none when the register has none', async () => {
    expect((await facts(KARI))?.birthDate).toEqual(new Date('1946-11-20T00:00:00Z'));
    expect((await facts({ personIdentifier: PERSON, name: 'Kari Syntetisk' }))?.birthDate).toBeUndefined();
  });

  it('follows a replaced identifier to the one in use', async () => {
    await simulator.world.persons.put(SUCCESSOR, { ...KARI, personIdentifier: SUCCESSOR });
    const replaced = {
      identifikasjonsnummer: [
        { erGjeldende: true, status: 'opphoert', foedselsEllerDNummer: PERSON },
        { erGjeldende: true, status: 'iBruk', foedselsEllerDNummer: SUCCESSOR },
      ],
      status: [{ erGjeldende: true, status: 'opphoert' }],
    };
    expect(await facts({ ...KARI, folkeregisteretDocument: replaced })).toMatchObject({
      status: 'registered',
      name: 'Kari Syntetisk',
      currentIdentifier: SUCCESSOR,
      postalAddress: ADDRESS,
    });
  });

  it('serves only the parts asked for, and refuses what is no list of persons', async () => {
    const token = await tokens.tokens.token(
      { scope: 'folkeregister:deling/offentligmedhjemmel' },
      AbortSignal.timeout(5_000),
    );
    const headers = { authorization: `Bearer ${token.ok ? token.value : ''}` };
    const url = `${simulator.baseUrl}/folkeregisteret/offentlig-med-hjemmel/api/v1/personer/bulkoppslag`;
    await simulator.world.persons.put(PERSON, KARI);
    const body = JSON.stringify({ foedselsEllerDNummer: [PERSON] });
    const some = (await (await fetch(`${url}?part=navn`, { method: 'POST', headers, body })).json()) as {
      oppslag: { folkeregisterperson: object }[];
    };
    expect(Object.keys(some.oppslag[0]?.folkeregisterperson ?? {})).toEqual(['navn']);
    expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(400);
    expect((await fetch(url, { method: 'POST', body })).status).toBe(401);
  });
});
