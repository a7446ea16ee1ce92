import { describe, expect, it } from '@jest/globals';
import { MicroBatcher } from './micro-batcher.js';

class Gate {
  readonly batches: number[][] = [];
  private readonly open: (() => void)[] = [];

  run = async (items: readonly number[]): Promise<readonly string[]> => {
    this.batches.push([...items]);
    if (items.includes(13)) throw new Error('data');
    await new Promise<void>((resolve) => this.open.push(resolve));
    return items.map(String);
  };

  release(): void {
    this.open.shift()?.();
  }
}

function batcher(gate: Gate, maxInFlight = 1): MicroBatcher<number, string> {
  return new MicroBatcher({
    maxBatch: 4,
    maxInFlight,
    minParallel: 3,
    run: gate.run,
    isDataError: (error) => String(error).includes('data'),
  });
}

describe('MicroBatcher', () => {
  it('sends the first item at once and lets the next batch form meanwhile', async () => {
    const gate = new Gate();
    const batches = batcher(gate);
    const answers = [1, 2, 3, 4, 5, 6].map((item) => batches.add(item));
    expect(gate.batches).toEqual([[1]]);
    gate.release();
    await answers[0];
    await new Promise((resolve) => setImmediate(resolve));
    expect(gate.batches).toEqual([[1], [2, 3, 4, 5]]);
    gate.release();
    await answers[1];
    await new Promise((resolve) => setImmediate(resolve));
    gate.release();
    expect(await Promise.all(answers)).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('starts a second batch beside the first only when it is worth it', () => {
    const gate = new Gate();
    const batches = batcher(gate, 2);
    for (const item of [1, 2, 3]) void batches.add(item);
    expect(gate.batches).toEqual([[1]]);
    void batches.add(4);
    expect(gate.batches).toEqual([[1], [2, 3, 4]]);
    void batches.add(5);
    expect(gate.batches).toHaveLength(2);
  });

  it('finds the item that the database refuses and lets the others through', async () => {
    const gate = new Gate();
    const batches = batcher(gate);
    const first = batches.add(1);
    const rest = [2, 13, 4].map((item) => batches.add(item).catch(() => 'refused'));
    const releasing = setInterval(() => {
      gate.release();
    }, 1);
    expect(await first).toBe('1');
    expect(await Promise.all(rest)).toEqual(['2', 'refused', '4']);
    clearInterval(releasing);
  });
});
