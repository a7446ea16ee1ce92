import { describe, expect, it } from '@jest/globals';
import type { SimulatorFactory } from '#channels/simulation/simulator.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { describeRegisterConformance } from '#channels/testing/register-conformance.js';
import type { OrganisationRegistration } from '#domain/recipient-facts.js';
import { ok } from '#domain/result.js';
import { EnhetsregisteretAdapter } from './enhetsregisteret.adapter.js';
import { EnhetsregisteretConfig } from './enhetsregisteret.config.js';
import { createSimulator } from './enhetsregisteret.simulator.js';

const COMPANY = '312508729';
const STRANGER = '310000003';
const ADDRESS = { name: 'FROST OG SNØ AS', lines: ['Storgata 1'], postalCode: '0155', city: 'OSLO' };

function open(simulator: RunningSimulator, timeoutMs: number): EnhetsregisteretAdapter {
  const config = Object.assign(new EnhetsregisteretConfig(), {
    baseUrl: `${simulator.baseUrl}/enhetsregisteret`,
    timeoutMs,
  });
  return new EnhetsregisteretAdapter(config, simulator.clock);
}

describeRegisterConformance<OrganisationRegistration>({
  name: 'Enhetsregisteret',
  service: 'enhetsregisteret',
  simulators: [createSimulator],
  dependsOn: [],
  populate: (world) =>
    world.organisations.put(COMPANY, {
      organisationNumber: COMPANY,
      name: ADDRESS.name,
      address: ADDRESS,
      hasRole: true,
    }),
  open: (simulator, timeoutMs) => {
    const adapter = open(simulator, timeoutMs);
    return {
      lookUp: async (keys, signal) => {
        const found = new Map<string, OrganisationRegistration>();
        for (const key of keys) {
          const answer = await adapter.lookUp(key, signal);
          if (!answer.ok) return answer;
          found.set(key, answer.value);
        }
        return ok(found);
      },
      close: () => adapter.onApplicationShutdown(),
    };
  },
  known: { key: COMPANY, facts: { status: 'active', name: ADDRESS.name, postalAddress: ADDRESS } },
  unknown: { key: STRANGER, facts: { status: 'unknown' } },
});

describe('Enhetsregisteret', () => {
  async function lookUp(
    factory: SimulatorFactory,
    prepare: (simulator: RunningSimulator) => Promise<void>,
  ): Promise<unknown> {
    const simulator = await startSimulator(factory);
    const adapter = open(simulator, 5_000);
    try {
      await prepare(simulator);
      return await adapter.lookUp(COMPANY, AbortSignal.timeout(5_000));
    } finally {
      await adapter.onApplicationShutdown();
      await simulator.stop();
    }
  }

  it.each([
    [{ deleted: true }, 'deleted'],
    [{ bankrupt: true }, 'bankrupt'],
    [{}, 'active'],
  ] as const)('%j reads as %s', async (state, status) => {
    const answer = await lookUp(createSimulator, (simulator) =>
      simulator.world.organisations.put(COMPANY, {
        organisationNumber: COMPANY,
        name: 'FROST AS',
        hasRole: true,
        ...state,
      }),
    );
    expect(answer).toMatchObject({ ok: true, value: { status } });
  });

  const nothing = (): Promise<void> => Promise.resolve();
  const units =
    (status: number): SimulatorFactory =>
    () => ({
      routes: [
        {
          method: 'GET',
          path: '/enhetsregisteret/api/enheter/:number',
          service: 'enhetsregisteret',
          handle: () => Promise.resolve({ status }),
        },
        {
          method: 'GET',
          path: '/enhetsregisteret/api/underenheter/:number',
          service: 'enhetsregisteret',
          handle: () =>
            Promise.resolve({ status: 200, body: { organisasjonsnummer: COMPANY, navn: 'FROST AVD OSLO' } }),
        },
      ],
    });

  it('finds a sub-unit by its number', async () => {
    expect(await lookUp(units(404), nothing)).toEqual(ok({ status: 'active', name: 'FROST AVD OSLO' }));
  });

  it('410 is deleted, and the sub-units are not asked', async () => {
    expect(await lookUp(units(410), nothing)).toEqual(ok({ status: 'deleted' }));
  });
});
