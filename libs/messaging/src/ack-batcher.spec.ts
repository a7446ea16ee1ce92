import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { AckBatcher } from './ack-batcher.js';

/** What the broker would have open after the commands. */
class Broker {
  readonly commands: string[] = [];
  private readonly acknowledged = new Set<number>();

  ackUpTo(tag: number): void {
    this.commands.push(`..${String(tag)}`);
    for (let open = 1; open <= tag; open += 1) this.acknowledged.add(open);
  }

  ackOne(tag: number): void {
    this.commands.push(String(tag));
    this.acknowledged.add(tag);
  }

  has(tag: number): boolean {
    return this.acknowledged.has(tag);
  }
}

describe('AckBatcher', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('acknowledges everything one commit resolved with one command', () => {
    const broker = new Broker();
    const acks = new AckBatcher<number>(broker);
    for (const tag of [3, 1, 2, 4]) acks.committed(tag, tag);
    jest.advanceTimersByTime(1);
    expect(broker.commands).toEqual(['..4']);
  });

  it('never acknowledges past a message that is still being handled', () => {
    const broker = new Broker();
    const acks = new AckBatcher<number>(broker);
    for (const tag of [1, 2, 4, 5]) acks.committed(tag, tag);
    jest.advanceTimersByTime(1);
    expect(broker.commands).toEqual(['..2']);
    acks.committed(3, 3);
    jest.advanceTimersByTime(1);
    expect(broker.commands).toEqual(['..2', '..5']);
  });

  it('acknowledges finished work behind a slow message one by one, so that it does not fill the window', () => {
    const broker = new Broker();
    const acks = new AckBatcher<number>(broker);
    for (const tag of [2, 3]) acks.committed(tag, tag);
    jest.advanceTimersByTime(1_000);
    expect(broker.commands).toEqual(['2', '3']);
    acks.committed(1, 1);
    jest.advanceTimersByTime(1);
    expect(broker.commands).toEqual(['2', '3', '..1']);
  });

  it('steps over what was nacked and never names it last', () => {
    const broker = new Broker();
    const acks = new AckBatcher<number>(broker);
    acks.committed(1, 1);
    acks.nacked(2);
    jest.advanceTimersByTime(1);
    expect(broker.commands).toEqual(['..1']);
    acks.committed(3, 3);
    jest.advanceTimersByTime(1);
    expect(broker.commands).toEqual(['..1', '..3']);
  });

  it('sends nothing more after stop', () => {
    const broker = new Broker();
    const acks = new AckBatcher<number>(broker);
    acks.committed(1, 1);
    acks.stop();
    jest.advanceTimersByTime(1_000);
    expect(broker.commands).toEqual([]);
  });

  it('in any order of commits and flushes: nothing open is acknowledged, and in the end everything is', () => {
    const order = fc.integer({ min: 1, max: 40 }).chain((count) => {
      const tags = Array.from({ length: count }, (_, index) => index + 1);
      return fc.tuple(
        fc.shuffledSubarray(tags, { minLength: count, maxLength: count }),
        fc.array(fc.constantFrom(0, 1, 150), { minLength: count, maxLength: count }),
      );
    });
    fc.assert(
      fc.property(order, ([tags, pauses]) => {
        const broker = new Broker();
        const acks = new AckBatcher<number>(broker);
        const committed = new Set<number>();
        tags.forEach((tag, index) => {
          committed.add(tag);
          acks.committed(tag, tag);
          jest.advanceTimersByTime(pauses[index] ?? 0);
          const open = tags.filter((other) => !committed.has(other));
          expect(open.filter((other) => broker.has(other))).toEqual([]);
        });
        acks.flushAll();
        expect(tags.every((tag) => broker.has(tag))).toBe(true);
      }),
    );
  });
});
