import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LETTER_EVENT_TYPES, type LetterEventType } from './letter-event.js';
import { isEnded, LETTER_STATES, type LetterState } from './letter-state.js';
import { LETTER_TRANSITIONS, transition } from './letter-transition.js';

const ENDS: readonly LetterState[] = LETTER_STATES.filter(isEnded);

describe('transition', () => {
  const pairs = LETTER_STATES.flatMap((state) => LETTER_EVENT_TYPES.map((event) => [state, event] as const));

  it.each(pairs)('answers %s hearing %s with a move, a note or a refusal by name', (state, event) => {
    const answer = transition(state, event);
    const shown = answer.kind === 'refused' ? answer.text : answer.to;
    const expected = {
      moved: LETTER_TRANSITIONS[state][event],
      noted: state,
      refused: expect.stringContaining(`${state} cannot become ${event}`) as unknown,
    };
    expect(shown).toEqual(expected[answer.kind]);
  });

  it('reaches every state but rejected from received', () => {
    const reached = new Set<LetterState>(['received']);
    for (const state of reached) {
      for (const effect of Object.values(LETTER_TRANSITIONS[state])) if (effect !== 'noted') reached.add(effect);
    }
    expect([...reached].sort()).toEqual(LETTER_STATES.filter((state) => state !== 'rejected').sort());
  });

  it('can end from every state that is not an end', () => {
    const canEnd = new Set<LetterState>(ENDS);
    for (let round = 0; round < LETTER_STATES.length; round += 1) {
      for (const state of LETTER_STATES) {
        const next = Object.values(LETTER_TRANSITIONS[state]);
        if (next.some((effect) => effect !== 'noted' && canEnd.has(effect))) canEnd.add(state);
      }
    }
    expect([...canEnd].sort()).toEqual([...LETTER_STATES].sort());
  });

  it.each(ENDS)('never leaves the end %s', (end) => {
    for (const event of LETTER_EVENT_TYPES) expect(transition(end, event).kind).not.toBe('moved');
  });

  it.each<[LetterState, LetterEventType, LetterState]>([
    ['received', 'routed', 'routed'],
    ['routed', 'sent', 'sent'],
    ['routed', 'delivered', 'delivered'],
    ['sent', 'delivered', 'delivered'],
    ['delivered', 'opened', 'opened'],
    ['delivered', 'failed', 'failed'],
    ['delivered', 'returned', 'returned'],
    ['delivered', 'rerouted', 'routed'],
    ['held', 'released', 'routed'],
  ])('moves %s by %s to %s', (state, event, to) => {
    expect(transition(state, event)).toEqual({ kind: 'moved', to });
  });

  it.each<[LetterState, LetterEventType]>([
    ['opened', 'delivered'],
    ['delivered', 'sent'],
    ['delivered', 'delivered'],
    ['cancelled', 'delivered'],
    ['failed', 'opened'],
  ])('notes that %s heard %s, without a change', (state, event) => {
    expect(transition(state, event)).toEqual({ kind: 'noted', to: state });
  });

  it.each<[LetterState, LetterEventType]>([
    ['sent', 'received'],
    ['delivered', 'expired'],
    ['delivered', 'cancelled'],
    ['opened', 'rerouted'],
    ['rejected', 'routed'],
  ])('refuses that %s hears %s', (state, event) => {
    expect(transition(state, event)).toMatchObject({ kind: 'refused', code: 'ILLEGAL_TRANSITION' });
  });

  it('stays in one end whatever receipts come in whatever order', () => {
    const events = fc.array(fc.constantFrom(...LETTER_EVENT_TYPES), { maxLength: 40 });
    fc.assert(
      fc.property(events, (sequence) => {
        let state: LetterState = 'received';
        let end: LetterState | undefined;
        for (const event of sequence) {
          const answer = transition(state, event);
          if (answer.kind === 'moved') state = answer.to;
          if (end === undefined && isEnded(state)) end = state;
          expect(end === undefined || state === end).toBe(true);
        }
      }),
    );
  });
});
