/**
 * What became of a letter at the door. `repeat`: the same content was accepted before, nothing happened twice;
 * `reused`: other content under an id that is taken, the first letter goes on untouched (contract 4).
 */
export type AcceptOutcome = 'accepted' | 'repeat' | 'reused';
