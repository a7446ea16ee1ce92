import { beforeEach, describe, expect, it } from '@jest/globals';
import { OffsetClock } from '#domain/clock.js';
import { InMemoryWorld } from '#channels/simulation/in-memory-world.js';
import { plantSeeds } from './plant-seeds.js';
import { SEED_ORGANISATIONS } from './seed-organisations.js';
import { SEED_PERSONS } from './seed-persons.js';

const DIGIPOST_USER = '20914695016';
const YEAR_MS = 366 * 24 * 3_600_000;

let world: InMemoryWorld;
let clock: OffsetClock;

beforeEach(() => {
  world = new InMemoryWorld();
  clock = new OffsetClock();
});

describe('plantSeeds', () => {
  it('plants every person and organisation once', async () => {
    await plantSeeds(world, clock);
    await plantSeeds(world, clock);
    expect([...world.persons.values()]).toHaveLength(SEED_PERSONS.length);
    expect([...world.organisations.values()]).toHaveLength(SEED_ORGANISATIONS.length);
  });

  it('keeps the contact points of an untouched seed fresh', async () => {
    await plantSeeds(world, clock);
    const before = world.persons.get(DIGIPOST_USER)?.krr?.email?.verified ?? '';
    clock.setOffset(2 * YEAR_MS);
    await plantSeeds(world, clock);
    const after = world.persons.get(DIGIPOST_USER)?.krr?.email?.verified ?? '';
    expect(Date.parse(after) - Date.parse(before)).toBeGreaterThan(1.9 * YEAR_MS);
  });

  it('leaves alone what a user has put', async () => {
    await plantSeeds(world, clock);
    const changed = { personIdentifier: DIGIPOST_USER, name: 'Annen Rev' };
    await world.persons.put(DIGIPOST_USER, changed);
    clock.setOffset(2 * YEAR_MS);
    await plantSeeds(world, clock);
    expect(world.persons.get(DIGIPOST_USER)).toEqual(changed);
  });

  it('puts the seeds back when told to restore', async () => {
    await plantSeeds(world, clock);
    await world.persons.put(DIGIPOST_USER, { personIdentifier: DIGIPOST_USER, name: 'Annen Rev' });
    await plantSeeds(world, clock, 'restore');
    expect(world.persons.get(DIGIPOST_USER)).toMatchObject({ name: 'Snill Fjellrev', krr: { mailbox: 'digipost' } });
  });
});
