import type { DeliveryPlan } from '#domain/delivery-plan.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import type { DepositRow } from '#persistence/records/deposit-row.js';
import { NOW } from './dispatch-bench.js';

/** A hand-over to Altinn that was begun. */
export const DEPOSIT: DepositRow = {
  id: 'd1',
  channel: 'altinn',
  step: 0,
  conversationId: 'c1',
  state: 'started',
  startedAt: NOW,
};
export const PLAN: DeliveryPlan = {
  outcome: 'deliver',
  rule: 'ORGANISATION_ACTIVE',
  reason: { nb: 'nb', en: 'en' },
  steps: [
    { channel: 'altinn', next: [{ on: 'unreachable' }, { on: 'unread', after: 'P2D' }] },
    { channel: 'print', next: [] },
  ],
  evidence: [{ register: 'enhetsregisteret', what: 'active', at: NOW.toISOString() }],
  skipped: [],
};
export const ROUTED: Partial<ClaimedLetter> = { state: 'routed', plan: PLAN, version: 2, deposit: DEPOSIT };
