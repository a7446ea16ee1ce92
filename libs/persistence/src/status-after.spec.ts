import { describe, expect, it } from '@jest/globals';
import type { LetterEventType } from '#domain/letter-event.js';
import { statusAfterEach } from './status-after.js';

function events(...types: LetterEventType[]) {
  return types.map((type, index) => ({ id: String(index), type, at: new Date(0) }));
}

describe('statusAfterEach', () => {
  it('tells the last event with the state of the step', () => {
    expect(statusAfterEach({ state: 'opened', events: events('delivered') })).toEqual(['opened']);
  });

  it('tells earlier events with the state they lead to', () => {
    expect(statusAfterEach({ state: 'failed', events: events('routed', 'sent', 'failed') })).toEqual([
      'routed',
      'sent',
      'failed',
    ]);
  });

  it('leaves the status of an event that moves nothing to the letter', () => {
    expect(statusAfterEach({ state: 'routed', events: events('read-deadline-passed', 'rerouted') })).toEqual([
      undefined,
      'routed',
    ]);
  });
});
