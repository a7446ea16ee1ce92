import { describe, expect, it } from '@jest/globals';
import { InMemoryWorld } from '#channels/simulation/in-memory-world.js';
import type { Simulation } from '../simulation.js';
import { OrganisationsController } from './organisations.controller.js';
import { requireStorable } from './storable-text.js';

const PROBLEM = { status: 400, response: { title: 'Not valid', detail: expect.stringContaining('NUL') } };

function thrownBy(value: unknown): unknown {
  try {
    requireStorable(value);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('texts that the database cannot keep', () => {
  it.each([
    ['NUL', { name: 'a\u0000b' }],
    ['NUL deep inside', { navn: [{ originaltNavn: { fornavn: ['\u0000'] } }] }],
    ['NUL in the name of a field', { 'a\u0000': 1 }],
    ['a high surrogate alone', { name: '\ud83d' }],
    ['a low surrogate alone', { name: 'x\ude00x' }],
  ])('are refused: %s', (_what, body) => {
    expect(thrownBy(body)).toMatchObject(PROBLEM);
  });

  it.each([
    ['letters, controls and whole pairs', { name: 'Ærfugl\t\u0001\u007f 😀', lines: [''] }],
    ['what is no text', { deleted: true, parent: undefined, count: 1, nothing: null }],
    ['the six characters of an escape', { name: '\\u0000' }],
  ])('are not %s', (_what, body) => {
    expect(thrownBy(body)).toBeUndefined();
  });

  it('are refused of organisations', async () => {
    const world = new InMemoryWorld();
    // The controller reads nothing else of it.
    const controller = new OrganisationsController({ world } as unknown as Simulation);
    const address = { name: 'Rå AS', lines: ['Gata\u0000 1'] };
    await expect(controller.put('313000001', { name: 'Rå AS', hasRole: true, address })).rejects.toMatchObject(PROBLEM);
    expect(world.organisations.get('313000001')).toBeUndefined();
  });
});
