import { Inject, Injectable } from '@nestjs/common';
import {
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhenResult,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  wrap,
  type IPolicy,
} from 'cockatiel';
import type { RegisteredChannel } from '#channels/provider-index.js';
import type { ChannelId } from '#domain/channel-id.js';
import type { Failure } from '#domain/failure.js';
import type { Result } from '#domain/result.js';
import { withTimeLimit } from '#platform/time-limit.js';
import { GatewayConfig } from '../gateway.config.js';

/** `blocked`: the call was not made, because the channel is full or was down a moment ago. */
export type GateAnswer<Value> =
  | { readonly kind: 'answered'; readonly result: Result<Value, Failure> }
  | { readonly kind: 'blocked'; readonly waitMs: number };

const FAILURES_TO_OPEN = 10;
const HALF_OPEN_AFTER_MS = 3_000;
const FULL_WAIT_MS = 500;
/** One megabyte a second: 2 GB, the most that a channel takes, then have half an hour. */
const SLOWEST_BYTES_PER_MS = 1_000;
/** Calls that may wait inside the gate for each one in flight; more go back to the database. */
const WAITING_PER_CALL = 3;

/**
 * Each channel has a bulkhead (calls in flight at most, config/channels.yaml), so that a slow one cannot take every slot
 * of the dispatcher, and a circuit breaker, so that one that is down is asked by a single call every few seconds. Only
 * answers that speak of the channel count as down: a refused letter or a throttled call does not.
 */
@Injectable()
export class ChannelGates {
  private readonly policies = new Map<ChannelId, IPolicy>();

  constructor(@Inject(GatewayConfig) private readonly config: GatewayConfig) {}

  /** `bytes` of what is handed over, which may take as long as a slow line needs for it beside the usual time. */
  async call<Value>(
    channel: RegisteredChannel,
    bytes: number,
    shutdown: AbortSignal,
    make: (signal: AbortSignal) => Promise<Result<Value, Failure>>,
  ): Promise<GateAnswer<Value>> {
    try {
      const timeoutMs = this.config.depositTimeoutMs + Math.ceil(bytes / SLOWEST_BYTES_PER_MS);
      const result = await this.policyOf(channel).execute(() => withTimeLimit(timeoutMs, shutdown, make));
      return { kind: 'answered', result };
    } catch (error) {
      if (isBrokenCircuitError(error)) return { kind: 'blocked', waitMs: HALF_OPEN_AFTER_MS };
      if (isBulkheadRejectedError(error)) return { kind: 'blocked', waitMs: FULL_WAIT_MS };
      throw error;
    }
  }

  private policyOf({ id, concurrency }: RegisteredChannel): IPolicy {
    const known = this.policies.get(id);
    if (known !== undefined) return known;
    const breaker = circuitBreaker(handleWhenResult(saysDown), {
      halfOpenAfter: HALF_OPEN_AFTER_MS,
      breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    });
    const policy = wrap(bulkhead(concurrency, concurrency * WAITING_PER_CALL), breaker);
    this.policies.set(id, policy);
    return policy;
  }
}

function saysDown(result: unknown): boolean {
  const { ok, error } = result as { ok?: unknown; error?: Failure };
  return ok === false && (error?.kind === 'transient' || error?.kind === 'ambiguous');
}
