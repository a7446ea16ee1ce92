import type { AppConfig } from '#platform/app-config.js';
import type { ReceiptsConfig } from '../receipts.config.js';

/** How eagerly channels are asked, milliseconds. */
export interface PollPace {
  readonly inboxMinMs: number;
  readonly inboxMaxMs: number;
  readonly statusMinMs: number;
  readonly statusMaxMs: number;
  /** Of channels that tell by themselves when something happens: only what was lost on the way is found by asking. */
  readonly reconcileMinMs: number;
}

const POLITE = { inboxMaxMs: 10_000, statusMinMs: 5_000, statusMaxMs: 3_600_000, reconcileMinMs: 600_000 } as const;

/** In the sandbox hours pass in a second and somebody waits for the result; a national service is asked politely. */
const DEFAULTS = {
  sandbox: { inboxMaxMs: 750, statusMinMs: 400, statusMaxMs: 2_000, reconcileMinMs: 400 },
  test: POLITE,
  production: POLITE,
} as const;

export function pollPace(config: ReceiptsConfig, environment: AppConfig['mfEnvironment']): PollPace {
  const defaults = DEFAULTS[environment];
  return {
    inboxMinMs: config.inboxPollMinMs,
    inboxMaxMs: Math.max(config.inboxPollMinMs, config.inboxPollMaxMs ?? defaults.inboxMaxMs),
    statusMinMs: config.statusPollMinMs ?? defaults.statusMinMs,
    reconcileMinMs: config.statusPollMinMs ?? defaults.reconcileMinMs,
    statusMaxMs: Math.max(config.statusPollMinMs ?? 0, config.statusPollMaxMs ?? defaults.statusMaxMs),
  };
}
