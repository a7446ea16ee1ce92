import { beforeEach, describe, expect, it } from '@jest/globals';
import { defect, transient } from '#domain/failure.js';
import { err } from '#domain/result.js';
import { DispatchBench } from './testing/dispatch-bench.js';

let bench: DispatchBench;
beforeEach(() => {
  bench = new DispatchBench();
  bench.letter = { ...bench.letter, delivery: { digitalOnly: false, channels: ['print'] } };
});

describe('a channel that needs the print service', () => {
  beforeEach(() => {
    bench.needs = 'print-service';
  });

  it('gets its organisation number and certificate in the target of the order', async () => {
    await bench.handle();
    expect(bench.asked).toEqual(['print service', 'deposit print']);
    expect(bench.orders[0]?.target).toMatchObject({
      kind: 'postal',
      printService: { organisationNumber: '974761076', certificate: 'pem' },
    });
  });

  it.each([
    ['does not answer', transient('KRR_NO_ANSWER', 'no answer')],
    ['refuses us', defect('KRR_REFUSED', 'refused')],
  ])('waits while the register %s, with the channel not called and the letter not failed', async (_what, failure) => {
    bench.printService = err(failure);
    await bench.handle();
    expect(bench.asked).toEqual(['print service']);
    expect(bench.events).toEqual(['routed']);
    expect(bench.last).toMatchObject({ state: 'routed', attempts: 1, lastFailure: { code: failure.code } });
    expect(bench.last?.dueAt).not.toBeNull();
  });
});

describe('a channel that does not need the print service', () => {
  it('gets the address alone, and nobody is asked', async () => {
    await bench.handle();
    expect(bench.asked).toEqual(['deposit print']);
    expect(bench.orders[0]?.target).toEqual({ kind: 'postal', address: expect.objectContaining({ name: 'A' }) });
  });
});
