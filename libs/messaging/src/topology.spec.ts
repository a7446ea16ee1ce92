import { describe, expect, it } from '@jest/globals';
import { toDefinitions } from './definitions.js';
import { topologyFor } from './topology.js';

const topology = topologyFor('mf.', ['313000001', '313003000']);

describe('topologyFor', () => {
  it('has the objects of the contract', () => {
    expect(topology.exchanges.map((exchange) => exchange.name)).toEqual(['mf.letters', 'mf.receipts', 'mf.dead']);
    expect(topology.queues.map((queue) => queue.name)).toEqual([
      'mf.letters.inbound',
      'mf.letters.inbound.priority',
      'mf.letters.dead',
      'mf.receipts.log',
      'mf.receipts.313000001',
      'mf.receipts.313003000',
    ]);
  });

  it('binds every queue, and only queues and exchanges that exist', () => {
    const queues = new Set(topology.queues.map((queue) => queue.name));
    const exchanges = new Set(topology.exchanges.map((exchange) => exchange.name));
    expect(new Set(topology.bindings.map((binding) => binding.queue))).toEqual(queues);
    expect(new Set(topology.bindings.map((binding) => binding.exchange))).toEqual(exchanges);
  });

  it('puts the prefix before every name', () => {
    const other = topologyFor('test.', ['313000001']);
    const names = [...other.exchanges, ...other.queues].map((object) => object.name);
    expect(names.filter((name) => !name.startsWith('test.'))).toEqual([]);
  });
});

describe('toDefinitions', () => {
  const definitions = toDefinitions(topology, [
    { organisationNumber: '313000001', sendsFor: ['313000001'] },
    { organisationNumber: '313003000', sendsFor: ['313000001'] },
  ]) as Record<string, { user?: string; name?: string; write?: string; read?: string; password_hash?: string }[]>;
  const permission = (user: string) => definitions['permissions']?.find((entry) => entry.user === user);

  it('lets a sender write to mf.letters and read its own receipts, nothing else', () => {
    const own = permission('sender-313000001');
    const may = (pattern: string | undefined, name: string): boolean => new RegExp(pattern ?? '').test(name);
    expect(may(own?.write, 'mf.letters')).toBe(true);
    expect(may(own?.read, 'mf.receipts.313000001')).toBe(true);
    const others = [...topology.exchanges, ...topology.queues].map((object) => object.name);
    expect(others.filter((name) => may(own?.write, name))).toEqual(['mf.letters']);
    expect(others.filter((name) => may(own?.read, name))).toEqual(['mf.receipts.313000001']);
  });

  it('lets a supplier use the routing keys of those it sends for', () => {
    const topic = definitions['topic_permissions']?.find((entry) => entry.user === 'sender-313003000');
    const pattern = new RegExp(topic?.write ?? '^$');
    expect(pattern.test('letter.313000001.priority')).toBe(true);
    expect(pattern.test('letter.313001008')).toBe(false);
  });

  it('lets only operators read the dead queue', () => {
    const readers = definitions['permissions']?.filter((entry) => new RegExp(entry.read ?? '').test('mf.letters.dead'));
    expect(readers?.map((entry) => entry.user)).toEqual(['mf-operator']);
  });

  it('has no password', () => {
    expect(definitions['users']?.every((user) => user.password_hash === '')).toBe(true);
  });
});
