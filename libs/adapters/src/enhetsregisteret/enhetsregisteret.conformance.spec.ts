import { setMaxListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SimulatedOrganisation } from '#channels/simulation/simulation-world.js';
import type { SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulatorFactory } from '#channels/simulation/simulator.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { describeRegisterConformance } from '#channels/testing/register-conformance.js';
import type { Failure } from '#domain/failure.js';
import { isOrganisationNumber } from '#domain/identifiers.js';
import type { OrganisationRegistration } from '#domain/recipient-facts.js';
import { ok, type Result } from '#domain/result.js';
import type { Logger } from '#platform/logger.js';
import { EnhetsregisteretAdapter } from './enhetsregisteret.adapter.js';
import { EnhetsregisteretConfig } from './enhetsregisteret.config.js';
import { createSimulator } from './enhetsregisteret.simulator.js';

const COMPANY = '312508729';
const BRANCH = '311000101';
const STRANGER = '310000019';
const NAME = 'FROST OG SNØ AS';
const ADDRESS = { name: NAME, lines: ['Storgata 1'], postalCode: '0155', city: 'OSLO' };
const FROST = { organisationNumber: COMPANY, name: NAME, address: ADDRESS, hasRole: true };

/** Synthetic numbers: nobody's in these tests. */
const STRANGERS = Array.from({ length: 200 }, (_, index) => String(20_000_000 + index))
  .flatMap((stem) => Array.from({ length: 10 }, (_, check) => `3${stem.slice(1)}${String(check)}`))
  .filter(isOrganisationNumber)
  .slice(0, 40);

function open(simulator: RunningSimulator, timeoutMs: number, logger?: Pick<Logger, 'warn'>): EnhetsregisteretAdapter {
  const config = Object.assign(new EnhetsregisteretConfig(), {
    baseUrl: `${simulator.baseUrl}/enhetsregisteret`,
    timeoutMs,
  });
  return new EnhetsregisteretAdapter(config, simulator.clock, logger);
}

describeRegisterConformance<OrganisationRegistration>({
  name: 'Enhetsregisteret',
  service: 'enhetsregisteret',
  simulators: [createSimulator],
  dependsOn: [],
  populate: (world) => world.organisations.put(COMPANY, FROST),
  open: (simulator, timeoutMs, logger) => {
    const adapter = open(simulator, timeoutMs, logger);
    return {
      lookUp: (key, signal) => adapter.lookUp(key, signal),
      close: () => adapter.onApplicationShutdown(),
    };
  },
  known: { key: COMPANY, facts: { status: 'active', name: NAME, postalAddress: ADDRESS } },
  unknown: { key: STRANGER, facts: { status: 'unknown' } },
  grown: { change: (body) => ({ ...body, hemmelighet: 'x' }), name: 'enhet.hemmelighet' },
  refusal: { status: 403, feilmelding: 'Ingen tilgang' },
});

describe('Enhetsregisteret', () => {
  let simulator: RunningSimulator;
  let adapter: EnhetsregisteretAdapter;
  let requests: string[];

  async function start(factory: SimulatorFactory = createSimulator): Promise<void> {
    requests = [];
    simulator = await startSimulator((context) => ({ routes: factory(context).routes.map(recorded) }));
    adapter = open(simulator, 5_000);
  }

  function recorded(route: ReturnType<SimulatorFactory>['routes'][number]): typeof route {
    return {
      ...route,
      handle: (request) => {
        requests.push(request.path.replace(/^\/enhetsregisteret\/api\/?/, ''));
        return route.handle(request);
      },
    };
  }

  beforeEach(() => start());
  afterEach(async () => {
    await adapter.onApplicationShutdown();
    await simulator.stop();
  });

  async function lookUp(
    number: string,
    ...world: readonly SimulatedOrganisation[]
  ): Promise<Result<OrganisationRegistration, Failure>> {
    for (const organisation of world) {
      await simulator.world.organisations.put(organisation.organisationNumber, organisation);
    }
    return adapter.lookUp(number, AbortSignal.timeout(5_000));
  }

  it.each([
    [{ deleted: true }, 'deleted'],
    [{ removed: true }, 'deleted'],
    [{ bankrupt: true }, 'bankrupt'],
    [{ forcedLiquidation: true }, 'bankrupt'],
    [{ language: 'nn' }, 'active'],
    [{}, 'active'],
  ] as const)('%j reads as %s, and the sub-units are not asked', async (state, status) => {
    expect(await lookUp(COMPANY, { ...FROST, ...state })).toMatchObject({ ok: true, value: { status } });
    expect(requests).toEqual([`enheter/${COMPANY}`]);
  });

  it('prefers where the post goes to where the business is', async () => {
    const postalAddress = { ...ADDRESS, lines: ['Postboks 12 Sentrum'], postalCode: '0101' };
    expect(await lookUp(COMPANY, { ...FROST, postalAddress })).toEqual(
      ok({ status: 'active', name: NAME, postalAddress }),
    );
  });

  it('finds a sub-unit by its number, and what its unit is', async () => {
    const branch = { ...FROST, organisationNumber: BRANCH, name: 'FROST AVD BERGEN', parent: COMPANY };
    const { address: _address, ...bare } = branch;
    expect(await lookUp(BRANCH, FROST, branch)).toMatchObject({
      value: { status: 'active', name: 'FROST AVD BERGEN' },
    });
    expect(requests).toEqual([`enheter/${BRANCH}`, `underenheter/${BRANCH}`, `enheter/${COMPANY}`]);
    expect(await lookUp(BRANCH, { ...FROST, bankrupt: true })).toMatchObject({ value: { status: 'bankrupt' } });
    expect(await lookUp(BRANCH, { ...FROST, removed: true })).toMatchObject({ value: { status: 'deleted' } });
    expect(await lookUp(BRANCH, FROST, bare)).toMatchObject({
      value: { postalAddress: { name: 'FROST AVD BERGEN', lines: [`c/o ${NAME}`, 'Storgata 1'] } },
    });
    expect(await lookUp(BRANCH, { ...branch, removed: true })).toEqual(ok({ status: 'deleted' }));
  });

  it('does not call a sub-unit active when its unit cannot be asked', async () => {
    await simulator.stop();
    await start((context) => ({
      routes: createSimulator(context).routes.map((route) => ({
        ...route,
        handle: (request) =>
          request.path.endsWith(`/enheter/${COMPANY}`) ? Promise.resolve({ status: 503 }) : route.handle(request),
      })),
    }));
    const branch = { ...FROST, organisationNumber: BRANCH, parent: COMPANY };
    expect(await lookUp(BRANCH, branch)).toMatchObject({ ok: false, error: { kind: 'transient' } });
  });

  describe('when nobody has the number', () => {
    /** What stands in front of the register, or in its place, answers where it gives something. */
    async function behind(front: (path: string) => SimulatedResponse | undefined): Promise<void> {
      await adapter.onApplicationShutdown();
      await simulator.stop();
      await start((context) => ({
        routes: createSimulator(context).routes.map((route) => ({
          ...route,
          handle: (request) => {
            const answer = front(request.path.replace('/enhetsregisteret/api', ''));
            return answer === undefined ? route.handle(request) : Promise.resolve(answer);
          },
        })),
      }));
    }

    it('has it from both lists, and then makes sure that it was the register', async () => {
      expect(await lookUp(STRANGER)).toEqual(ok({ status: 'unknown' }));
      expect(requests).toEqual([`enheter/${STRANGER}`, `underenheter/${STRANGER}`, '']);
    });

    it('makes sure anew each time, and once for those who wait together', async () => {
      for (let round = 1; round <= 2; round += 1) {
        requests.length = 0;
        const answers = await Promise.all(STRANGERS.map((number) => lookUp(number)));
        expect(answers).toEqual(STRANGERS.map(() => ok({ status: 'unknown' })));
        const asked = requests.filter((path) => path === '').length;
        expect(asked).toBeGreaterThan(0);
        expect(asked).toBeLessThan(STRANGERS.length);
      }
    });

    it.each<[what: string, root: SimulatedResponse, kind: Failure['kind']]>([
      ['does not answer to its own address either', { status: 404 }, 'transient'],
      [
        'is another API',
        { status: 200, body: { _links: { self: { href: 'https://other.example/api' } } } },
        'transient',
      ],
      ['has a web page there', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }, 'transient'],
      ['has something in its place', { status: 200, body: '{' }, 'transient'],
      ['fails', { status: 500 }, 'transient'],
      ['asks for fewer calls', { status: 429 }, 'throttled'],
    ])('believes nothing when what answered %s', async (_what, root, kind) => {
      for (const status of [404, 410]) {
        await behind((path) => (path === '' ? root : { status }));
        expect(await lookUp(STRANGER)).toMatchObject({ ok: false, error: { kind } });
        expect(requests.at(-1)).toBe('');
      }
    });

    it.each([404, 410])('takes %i of a gateway for no answer, and does not ask further', async (status) => {
      await behind(() => ({ status, body: { message: 'no Route matched with those values' } }));
      expect(await lookUp(STRANGER)).toMatchObject({
        ok: false,
        error: { kind: 'transient', code: 'ENHETSREGISTERET_UNAVAILABLE' },
      });
      expect(requests).toEqual([`enheter/${STRANGER}`]);
    });

    it('takes 410 about another organisation for no answer', async () => {
      await behind(() => ({ status: 410, body: { organisasjonsnummer: COMPANY, slettedato: '2026-01-01' } }));
      expect(await lookUp(STRANGER)).toMatchObject({
        ok: false,
        error: { code: 'ENHETSREGISTERET_OTHER_ORGANISATION' },
      });
    });

    it.each<[string, SimulatedResponse]>([
      ['without a body', { status: 410 }],
      ['in its own words', { status: 410, body: { feilmelding: 'Enheten er fjernet' } }],
    ])('believes 410 %s when the register is there', async (_what, answer) => {
      await behind((path) => (path === '' ? undefined : answer));
      expect(await lookUp(STRANGER)).toEqual(ok({ status: 'deleted' }));
    });

    it('does not believe that a sub-unit has no unit when the register is not there', async () => {
      await behind((path) => (path === `/enheter/${COMPANY}` || path === '' ? { status: 404 } : undefined));
      const branch = { ...FROST, organisationNumber: BRANCH, parent: COMPANY };
      expect(await lookUp(BRANCH, branch)).toMatchObject({ ok: false, error: { kind: 'transient' } });
    });
  });

  it('asks once for equal look-ups in flight', async () => {
    await simulator.world.organisations.put(COMPANY, FROST);
    const signal = AbortSignal.timeout(5_000);
    setMaxListeners(0, signal);
    const answers = await Promise.all(Array.from({ length: 100 }, () => adapter.lookUp(COMPANY, signal)));
    expect(answers.every((answer) => answer.ok && answer.value.status === 'active')).toBe(true);
    expect(requests).toHaveLength(1);
  });

  it('asks nothing for what cannot be an organisation number', async () => {
    for (const number of ['312508728', '31250872', '', '../enheter', '312508729?x']) {
      expect(await lookUp(number)).toEqual(ok({ status: 'unknown' }));
    }
    expect(requests).toEqual([]);
  });
});
