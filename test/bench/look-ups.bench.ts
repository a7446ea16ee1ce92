import { isPersonIdentifier } from '#domain/identifiers.js';
import { draftLetter, type LetterDraft } from '../system/support/letter-draft.js';
import { System } from '../system/support/system.js';

/**
 * How many calls to the registers letters cost that arrive together: published at once, to as many persons. Nobody
 * knows these, so the letters are held as soon as they are looked up: the dispatcher is then faster than the intake,
 * which is the hardest case, for it never has a backlog to look up together. Argument: letters. Prints one JSON line.
 */
const LETTERS = Number(process.argv[2] ?? 10_000);
const LONGEST_MS = 300_000;

const system = await System.start({ name: 'look-ups-bench' });
try {
  const letters = persons(LETTERS).map((personIdentifier) => draftLetter({ recipient: { personIdentifier } }));
  const before = await calls();
  const begun = performance.now();
  await Promise.all(letters.map((letter) => system.client.publish(letter)));
  await system.until(
    () => `every letter held; ${String(held(letters))} are`,
    () => (held(letters) === letters.length ? true : undefined),
    LONGEST_MS,
  );
  const after = await calls();
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const result = { letters: LETTERS, seconds, krr: after.krr - before.krr, folkeregisteret: after.freg - before.freg };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await system.stop();
}

function held(drafts: readonly LetterDraft[]): number {
  return drafts.filter(({ letterId }) => system.receipts.hasBeen(letterId, 'held')).length;
}

async function calls(): Promise<{ readonly krr: number; readonly freg: number }> {
  const metrics = await (await fetch(`${system.app('sandbox').url}/metrics`)).text();
  const count = (service: string): number =>
    metrics
      .split('\n')
      .filter((line) => line.startsWith('mf_simulated_calls_total') && line.includes(`service="${service}"`))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  return { krr: count('krr'), freg: count('folkeregisteret') };
}

/** Synthetic, and of nobody. */
function persons(count: number): readonly string[] {
  const found: string[] = [];
  for (let rest = 0; found.length < count; rest += 1) {
    const candidate = `0781${String(rest).padStart(7, '0')}`;
    if (isPersonIdentifier(candidate)) found.push(candidate);
  }
  return found;
}
