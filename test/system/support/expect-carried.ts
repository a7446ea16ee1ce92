import { expect } from '@jest/globals';
import type { LetterDraft } from './letter-draft.js';
import type { Delivery } from './sandbox-control.js';
import type { System } from './system.js';

/** Every letter has a receipt that says delivered. */
export async function untilDelivered(
  system: System,
  letters: readonly LetterDraft[],
  timeoutMs: number,
): Promise<void> {
  const missing = (): readonly LetterDraft[] =>
    letters.filter(({ letterId }) => !system.receipts.hasBeen(letterId, 'delivered'));
  const sample = (): string =>
    missing()
      .slice(0, 5)
      .map(({ letterId }) => `${letterId} (${system.receipts.typesOf(letterId).join(', ')})`)
      .join('; ');
  await system.until(
    () => `delivered; ${missing().length} of ${letters.length} are not: ${sample()}`,
    () => (missing().length === 0 ? true : undefined),
    timeoutMs,
  );
}

/**
 * The promise, judged by what the recipients have and not by what we say: each letter once, with the bytes that were
 * sent, and receipts without holes that end in `delivered`.
 */
export async function expectDeliveredOnce(system: System, letters: readonly LetterDraft[]): Promise<void> {
  const deliveries = await system.sandbox.deliveries();
  const problems = letters.flatMap((letter) => problemsOf(letter, deliveries, system));
  expect(problems).toEqual([]);
}

function problemsOf(letter: LetterDraft, deliveries: readonly Delivery[], system: System): readonly string[] {
  const { letterId, digests } = letter;
  const byDocument = deliveries.filter(({ documents }) => documents.some(({ sha256 }) => sha256 === digests[0]));
  const byReference = deliveries.filter(({ reference }) => reference === letterId);
  const arrived = byDocument[0]?.documents.map(({ sha256 }) => sha256) ?? [];
  const states = system.receipts.of(letterId).map(({ data }) => data.status);
  const where = byDocument.map(({ channel }) => channel).join(', ');
  return [
    ...(byDocument.length === 1 ? [] : [`${letterId} is delivered ${byDocument.length} times (${where})`]),
    ...(byReference.length === 1 ? [] : [`${letterId} is the reference of ${byReference.length} deliveries`]),
    ...(arrived.join() === digests.join() ? [] : [`${letterId} arrived with other documents`]),
    ...(states.at(-1) === 'delivered' ? [] : [`${letterId} ends as ${String(states.at(-1))}`]),
    ...system.receipts.gaps(letterId),
  ];
}
