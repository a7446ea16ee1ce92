import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { expectDeliveredOnce, untilDelivered } from './support/expect-carried.js';
import { mixedLetters, type LetterDraft } from './support/letter-draft.js';
import { System } from './support/system.js';

jest.setTimeout(120_000);

const LETTERS = 200;
const CARRIED_MS = 60_000;

/** How much of the way is done when the process dies; the receipts tell. */
const MOMENTS = { early: 10, middle: 90 };

describe('a process that is killed', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ name: 'kill' });
  });
  afterAll(async () => {
    await system.stop();
  });

  const publishAll = async (letters: readonly LetterDraft[]): Promise<void> => {
    await Promise.all(letters.map((letter) => system.client.publish(letter)));
  };
  const reached = (letters: readonly LetterDraft[], status: string): number =>
    letters.filter(({ letterId }) => system.receipts.hasBeen(letterId, status)).length;
  /** Each pair: kill the app when so many letters have come that far. */
  const killWhen = async (
    app: string,
    letters: readonly LetterDraft[],
    moments: readonly { readonly status: string; readonly count: number }[],
  ): Promise<void> => {
    for (const { status, count } of moments) {
      await system.until(
        () => `${count} letters ${status}; ${reached(letters, status)} are`,
        () => (reached(letters, status) >= count ? true : undefined),
        CARRIED_MS,
      );
      await system.restart(app);
    }
  };

  it('gateway: nothing is lost and nothing arrives twice', async () => {
    const letters = mixedLetters(LETTERS);
    const publishing = publishAll(letters);
    await killWhen('gateway', letters, [
      { status: 'received', count: MOMENTS.early },
      { status: 'sent', count: MOMENTS.early },
      { status: 'sent', count: MOMENTS.middle },
    ]);
    await publishing;
    await untilDelivered(system, letters, CARRIED_MS);
    await expectDeliveredOnce(system, letters);
  });

  it('receipts: nothing is lost and nothing is told twice', async () => {
    const letters = mixedLetters(LETTERS);
    const publishing = publishAll(letters);
    await killWhen('receipts', letters, [
      { status: 'delivered', count: MOMENTS.early },
      { status: 'delivered', count: MOMENTS.middle },
    ]);
    await publishing;
    await untilDelivered(system, letters, CARRIED_MS);
    await expectDeliveredOnce(system, letters);
  });

  it('the national services: what they accepted is not sent again, what they had not is', async () => {
    const letters = mixedLetters(LETTERS);
    const publishing = publishAll(letters);
    await killWhen('sandbox', letters, [
      { status: 'sent', count: MOMENTS.early },
      { status: 'delivered', count: MOMENTS.middle },
    ]);
    await publishing;
    await untilDelivered(system, letters, CARRIED_MS);
    await expectDeliveredOnce(system, letters);
  });
});
