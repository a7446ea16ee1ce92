import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import type { SimulatorFactory } from '#channels/simulation/simulator.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { describeRegisterConformance } from '#channels/testing/register-conformance.js';
import type { AnswerBody } from '#channels/testing/register-under-test.js';
import type { Failure } from '#domain/failure.js';
import type { PopulationFacts } from '#domain/recipient-facts.js';
import type { Result } from '#domain/result.js';
import { createSimulator as createMaskinporten } from '#maskinporten/maskinporten.simulator.js';
import { simulatedTokens, type SimulatedTokens } from '#maskinporten/testing/simulated-tokens.js';
import type { Logger } from '#platform/logger.js';
import { FolkeregisteretAdapter } from './folkeregisteret.adapter.js';
import { FolkeregisteretConfig } from './folkeregisteret.config.js';
import { createSimulator } from './folkeregisteret.simulator.js';

const PERSON = '20914695016';
const STRANGER = '28825897617';
const SUCCESSOR = '16852749559';
const ADDRESS = { name: 'Kari Syntetisk', lines: ['Storgata 12'], postalCode: '0155', city: 'OSLO' };
const JSON_BODY = { 'content-type': 'application/json' };
const BODY = JSON.stringify({ foedselsEllerDNummer: [PERSON] });
const KARI_RAW = { identifikasjonsnummer: [{ erGjeldende: true, status: 'iBruk', foedselsEllerDNummer: PERSON }] };
const KARI: SimulatedPerson = {
  personIdentifier: PERSON,
  name: 'Kari Syntetisk',
  birthDate: '1946-11-20',
  address: ADDRESS,
};

function open(
  simulator: RunningSimulator,
  timeoutMs: number,
  logger?: Pick<Logger, 'warn'>,
): { adapter: FolkeregisteretAdapter; tokens: SimulatedTokens } {
  const tokens = simulatedTokens(simulator);
  const config = Object.assign(new FolkeregisteretConfig(), {
    baseUrl: `${simulator.baseUrl}/folkeregisteret`,
    timeoutMs,
  });
  return { adapter: new FolkeregisteretAdapter(config, tokens.tokens, simulator.clock, logger), tokens };
}

describeRegisterConformance<PopulationFacts>({
  name: 'Folkeregisteret',
  service: 'folkeregisteret',
  simulators: [createMaskinporten, createSimulator],
  dependsOn: ['maskinporten'],
  populate: (world) => world.persons.put(PERSON, KARI),
  open: (simulator, timeoutMs, logger) => {
    const { adapter, tokens } = open(simulator, timeoutMs, logger);
    return {
      lookUp: (key, signal) => adapter.lookUp(key, signal),
      close: async () => {
        await adapter.onApplicationShutdown();
        await tokens.close();
      },
    };
  },
  known: { key: PERSON, facts: { status: 'registered', name: 'Kari Syntetisk', postalAddress: ADDRESS } },
  unknown: { key: STRANGER, facts: { status: 'not-registered' } },
  manyKeys: Array.from({ length: 1_001 }, (_, index) => String(10_810_000_000 + index)),
  grown: {
    change: (body) => changePerson(body, (person) => ({ ...person, vaccinasjon: [] })),
    name: 'folkeregisterperson.vaccinasjon',
  },
  refusal: { kode: 'FREG-002', melding: 'Ikke tilgang' },
  broken: (body) => changePerson(body, (person) => ({ ...person, bostedsadresse: 'Storgata 12' })),
});

/** The document of `known` in an answer of the bulk look-up. */
function changePerson(body: AnswerBody, change: (person: object) => object): AnswerBody {
  const oppslag = body['oppslag'] as readonly { foedselsEllerDNummer: string; folkeregisterperson?: object }[];
  return {
    oppslag: oppslag.map((entry) =>
      entry.foedselsEllerDNummer === PERSON
        ? { ...entry, folkeregisterperson: change(entry.folkeregisterperson ?? {}) }
        : entry,
    ),
  };
}

describe('Folkeregisteret that leaves out what was asked for', () => {
  const signal = AbortSignal.timeout(10_000);
  const both = [PERSON, STRANGER];

  async function answering(
    oppslag: readonly object[],
    logger?: Pick<Logger, 'warn'>,
  ): Promise<readonly Result<PopulationFacts, Failure>[]> {
    const silent: SimulatorFactory = (context) => ({
      routes: createSimulator(context).routes.map((route) => ({
        ...route,
        handle: () => Promise.resolve({ status: 200, body: { oppslag } }),
      })),
    });
    const simulator = await startSimulator([createMaskinporten, silent]);
    const { adapter, tokens } = open(simulator, 5_000, logger);
    try {
      return await Promise.all(both.map((person) => adapter.lookUp(person, signal)));
    } finally {
      await adapter.onApplicationShutdown();
      await tokens.close();
      await simulator.stop();
    }
  }

  it('fails those whom an empty answer is about, and those left out of another: nobody is unknown by silence', async () => {
    const leftOut = { ok: false, error: { kind: 'defect', code: 'FOLKEREGISTERET_PERSON_LEFT_OUT' } };
    expect(await answering([])).toMatchObject([leftOut, leftOut]);
    const unknown = { foedselsEllerDNummer: STRANGER };
    expect(await answering([unknown])).toMatchObject([leftOut, { ok: true, value: { status: 'not-registered' } }]);
  });

  it('tells by name when nobody has a birth date, since that takes everybody their mailbox', async () => {
    const logged: unknown[] = [];
    const entries = both.map((number) => ({
      foedselsEllerDNummer: number,
      folkeregisterperson: {
        identifikasjonsnummer: [{ erGjeldende: true, status: 'iBruk', foedselsEllerDNummer: number }],
        navn: [{ erGjeldende: true, fornavn: 'Kari', etternavn: 'Syntetisk' }],
      },
    }));
    const answers = await answering(entries, { warn: (record: unknown) => logged.push(record) });
    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    expect(logged).toEqual([
      {
        code: 'PROVIDER_SURPRISE',
        provider: 'folkeregisteret',
        name: 'folkeregisterperson.foedsel=(none for all of several persons)',
      },
    ]);
  });
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
    const result = await adapter.lookUp(PERSON, AbortSignal.timeout(5_000));
    if (!result.ok) throw new Error(result.error.text);
    return result.value;
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

  it('finds the person in use by an identifier that was replaced, as the register does', async () => {
    await simulator.world.persons.put(SUCCESSOR, { ...KARI, personIdentifier: SUCCESSOR });
    expect(await facts({ personIdentifier: PERSON, name: 'Kari Før', replacedBy: SUCCESSOR })).toMatchObject({
      status: 'registered',
      name: 'Kari Syntetisk',
      currentIdentifier: SUCCESSOR,
      postalAddress: ADDRESS,
    });
  });

  it('serves a raw document as it was put, before that of a seed', async () => {
    const name = { ...KARI_RAW, navn: [{ erGjeldende: true, fornavn: 'Rå', etternavn: 'Prøve' }] };
    const seeded = { ...KARI_RAW, navn: [{ erGjeldende: true, fornavn: 'Sådd', etternavn: 'Prøve' }] };
    expect(await facts({ ...KARI, seededDocument: seeded })).toMatchObject({ name: 'Sådd Prøve' });
    expect(await facts({ ...KARI, seededDocument: seeded, folkeregisteretDocument: name })).toMatchObject({
      name: 'Rå Prøve',
    });
    expect((await ask('?part=status', PERSON)).person).toEqual(name);
  });

  it('serves only the parts asked for, and history when asked for it', async () => {
    await simulator.world.persons.put(PERSON, { ...KARI, deceased: true });
    expect(Object.keys((await ask('?part=navn', PERSON)).person)).toEqual(['identifikasjonsnummer', 'navn']);
    expect(Object.keys((await ask('?part=bostedsadresse', PERSON)).person)).toEqual(['identifikasjonsnummer']);
    expect(Object.keys((await ask('?part=bostedsadresse&part=historikk', PERSON)).person)).toContain('bostedsadresse');
    expect(Object.keys((await ask('', PERSON)).person)).toContain('navn');
  });

  it.each([
    ['no persons', {}, '{}', 400],
    ['no list', {}, '{"foedselsEllerDNummer":"20914695016"}', 400],
    ['no identifier', {}, '{"foedselsEllerDNummer":["2091469501"]}', 400],
    ['more than 1000', {}, JSON.stringify({ foedselsEllerDNummer: Array(1_001).fill(PERSON) }), 400],
    ['what it takes for XML', { 'content-type': 'text/plain' }, BODY, 400],
    ['no JSON wanted', { accept: 'application/xml' }, BODY, 406],
    ['no token', { authorization: '' }, BODY, 401],
  ])('refuses %s', async (_what, headers, body, status) => {
    const answer = await post('', headers, body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      kode: expect.stringMatching(/^FREG-\d{3}$/),
      melding: expect.any(String),
    });
  });

  async function post(query: string, headers: Readonly<Record<string, string>>, body: string): Promise<Response> {
    const scope = 'folkeregister:deling/offentligmedhjemmel';
    const token = await tokens.tokens.token({ scope }, AbortSignal.timeout(5_000));
    const url = `${simulator.baseUrl}/folkeregisteret/offentlig-med-hjemmel/api/v1/personer/bulkoppslag${query}`;
    const authorization = `Bearer ${token.ok ? token.value : ''}`;
    return fetch(url, { method: 'POST', headers: { authorization, ...JSON_BODY, ...headers }, body });
  }

  async function ask(query: string, personIdentifier: string): Promise<{ person: object }> {
    const answer = await post(query, {}, JSON.stringify({ foedselsEllerDNummer: [personIdentifier] }));
    const body = (await answer.json()) as { oppslag: { folkeregisterperson: object }[] };
    return { person: body.oppslag[0]?.folkeregisterperson ?? {} };
  }
});
