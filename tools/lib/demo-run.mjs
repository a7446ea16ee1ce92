import { connectBroker } from './demo-broker.mjs';
import { LetterOutcome } from './demo-outcome.mjs';
import { say, step } from './progress.mjs';
import { waitFor } from './wait.mjs';

const LETTERS_MS = 50_000;

/**
 * Publishes the letters and follows them to their ends. A repeat is published when its original has ended, and the last
 * letter of the same queue only after the repeats: when that one has been carried, the repeats before it in the queue have been
 * seen too, and "nothing happened twice" is known without guessing how long to wait.
 * Returns one LetterOutcome a letter, in order; `stopped()` ends it early.
 */
export async function carryLetters({ letters, amqpUrl, prefix, sandboxUrl, stopped }) {
  const outcomes = new Map(letters.map((letter) => [letter.name, new LetterOutcome(letter)]));
  const broker = await connectBroker(amqpUrl, prefix, (receipt) => {
    for (const outcome of outcomes.values())
      if (outcome.letter.letterId === receipt.subject) receive(outcome, receipt, sandboxUrl);
  });
  const ordinary = letters.filter((letter) => letter.repeatOf === undefined);
  const repeats = letters.filter((letter) => letter.repeatOf !== undefined);
  const last =
    repeats.length > 0
      ? ordinary.findLast((letter) => letter.name !== repeats[0].repeatOf && !letter.priority)
      : undefined;
  const first = ordinary.filter((letter) => letter !== last);
  const publish = async (batch) => {
    for (const letter of batch) {
      outcomes.get(letter.name).publishedAt = performance.now();
      await broker.publish(letter);
    }
  };
  const deadline = performance.now() + LETTERS_MS;
  try {
    await step(`carrying ${letters.length} letters`, async (update) => {
      const ended = (batch) => batch.filter((letter) => outcomes.get(letter.name).verdict() !== 'waiting').length;
      const all = (batch) =>
        waitFor(async () => {
          update(`${ended(letters)} at their end`);
          return stopped() || ended(batch) === batch.length ? true : undefined;
        }, deadline - performance.now());
      await publish(first);
      await all(first.filter((letter) => repeats.some((repeat) => repeat.repeatOf === letter.name)));
      await publish(repeats);
      if (last !== undefined) await publish([last]);
      await all(letters);
    });
    for (const repeat of stopped() ? [] : repeats) await judgeRepeat(outcomes.get(repeat.name), sandboxUrl);
    return [...outcomes.values()];
  } finally {
    await broker.close();
  }
}

function receive(outcome, receipt, sandboxUrl) {
  const before = outcome.verdict();
  if (!outcome.add(receipt) || outcome.letter.repeatOf !== undefined) return;
  if (outcome.letter.expected.status === 'opened' && receipt.data.status === 'delivered')
    void open(outcome.letter, sandboxUrl);
  const now = outcome.verdict();
  if (before !== 'waiting' || now === 'waiting') return;
  say(
    `  ${now === 'reached' ? '✓' : '✗'} ${outcome.letter.name.padEnd(28)} ${outcome.kinds.join(' → ')} (${outcome.seconds.toFixed(1)} s)`,
  );
}

/** The recipient opens the letter, as the citizen's page would. */
async function open({ person, letterId }, sandboxUrl) {
  await fetch(`${sandboxUrl}/control/citizen/${person}/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ letterId }),
  }).catch(() => undefined);
}

/** A repeat must add nothing: one `received`, no sequence number twice, at most one delivery. */
async function judgeRepeat(outcome, sandboxUrl) {
  const { letter } = outcome;
  const kinds = outcome.kinds.filter((kind) => kind === 'received').length;
  const sequences = outcome.inOrder.map((receipt) => receipt.sequence);
  const response = await fetch(`${sandboxUrl}/control/deliveries?reference=${letter.conversationId}`);
  const deliveries = response.ok ? (await response.json()).length : Number.NaN;
  const problems = [
    kinds === 1 ? undefined : `${kinds} received receipts`,
    new Set(sequences).size === sequences.length ? undefined : 'a sequence number twice',
    deliveries <= 1 ? undefined : `${deliveries} deliveries`,
  ].filter(Boolean);
  outcome.endedAt = performance.now();
  outcome.twice = problems.length === 0 ? undefined : problems.join(', ');
  say(
    `  ${outcome.twice === undefined ? '✓' : '✗'} ${letter.name.padEnd(28)} ${outcome.twice ?? `repeats ${letter.repeatOf}: nothing happened twice`}`,
  );
}
