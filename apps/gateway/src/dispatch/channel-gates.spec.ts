import { describe, expect, it } from '@jest/globals';
import type { RegisteredChannel } from '#channels/provider-index.js';
import { transient, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import { GatewayConfig } from '../gateway.config.js';
import { ChannelGates } from './channel-gates.js';

const CHANNEL = { id: 'altinn', concurrency: 1 } as RegisteredChannel;
const never = new AbortController().signal;
const DOWN: Result<string, Failure> = err(transient('DOWN', 'down'));

function gates(depositTimeoutMs = 60_000): ChannelGates {
  return new ChannelGates(Object.assign(new GatewayConfig(), { depositTimeoutMs }));
}

/** Resolves when the signal of the call ends, with the milliseconds that it took. */
function untilAborted(signal: AbortSignal): Promise<Result<number, Failure>> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const end = (): void => {
      resolve(ok(performance.now() - begun));
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}

describe('ChannelGates', () => {
  it('gives a call its time, and a hand-over a second more for each megabyte', async () => {
    const short = await gates(20).call(CHANNEL, 0, never, untilAborted);
    const long = await gates(20).call(CHANNEL, 200_333, never, untilAborted);
    const waited = [short, long].map((answer) =>
      answer.kind === 'answered' && answer.result.ok ? answer.result.value : 0,
    );
    expect(waited[0]).toBeLessThan(200);
    expect(waited[1]).toBeGreaterThanOrEqual(200);
  });

  it('ends a call at shutdown', async () => {
    const shutdown = new AbortController();
    const call = gates().call(CHANNEL, 0, shutdown.signal, untilAborted);
    shutdown.abort();
    expect(await call).toMatchObject({ kind: 'answered' });
  });

  it('blocks what does not fit: one in flight, and three that wait for it', async () => {
    const gate = gates();
    const shutdown = new AbortController();
    const calls = [1, 2, 3, 4].map(() => gate.call(CHANNEL, 0, shutdown.signal, untilAborted));
    expect(await gate.call(CHANNEL, 0, never, untilAborted)).toMatchObject({ kind: 'blocked' });
    shutdown.abort();
    await Promise.all(calls);
  });

  it('blocks a channel that is down, and not one that refuses letters', async () => {
    const [refusing, down] = [gates(), gates()];
    for (let call = 0; call < 20; call += 1) {
      await refusing.call(CHANNEL, 0, never, () =>
        Promise.resolve(err({ kind: 'permanent', code: 'REFUSED', text: 'no', blame: 'sender' })),
      );
      await down.call(CHANNEL, 0, never, () => Promise.resolve(DOWN));
    }
    expect(await refusing.call(CHANNEL, 0, never, () => Promise.resolve(ok('yes')))).toMatchObject({
      kind: 'answered',
    });
    expect(await down.call(CHANNEL, 0, never, () => Promise.resolve(ok('yes')))).toMatchObject({ kind: 'blocked' });
  });
});
