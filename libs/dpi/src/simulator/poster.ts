import type { SimulatedCaller } from '#maskinporten/simulated-bearer.js';

/** Who calls: the token's parties and the token itself. */
export interface Poster extends SimulatedCaller {
  readonly token: string;
}
