import { randomUUID } from 'node:crypto';
import type { DeliveryPlan } from '#domain/delivery-plan.js';
import type { LetterEventType } from '#domain/letter-event.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import type { LetterStep, StepEvent } from '#persistence/records/letter-step.js';

/** When everything in the specs of the stores happens. */
export const NOW = new Date('2026-11-23T12:00:00Z');
export const PLAN: DeliveryPlan = {
  outcome: 'deliver',
  rule: 'ACTIVE_MAILBOX',
  reason: { nb: 'Mottakeren har digital postkasse.', en: 'The recipient has a digital mailbox.' },
  steps: [
    { channel: 'digipost', next: [{ on: 'unreachable' }] },
    { channel: 'print', next: [] },
  ],
  evidence: [],
  skipped: [],
};

export function event(type: LetterEventType, more: Partial<StepEvent> = {}): StepEvent {
  return { id: randomUUID(), type, at: NOW, ...more };
}

/** From `received` to `routed`, unless told otherwise. */
export function step(letter: Pick<ClaimedLetter, 'id' | 'version'>, more: Partial<LetterStep> = {}): LetterStep {
  return {
    id: letter.id,
    version: letter.version,
    state: 'routed',
    attempts: 0,
    dueAt: NOW,
    events: [event('routed')],
    releaseLease: 'release',
    ...more,
  };
}
