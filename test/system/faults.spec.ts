import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { expectDeliveredOnce, untilDelivered } from './support/expect-carried.js';
import { draftLetter, MUNICIPAL_SENDER, RECIPIENTS, type LetterDraft } from './support/letter-draft.js';
import { System } from './support/system.js';

jest.setTimeout(90_000);

/** Calls that hang are given up sooner than shipped; the back-off between tries has no variable. */
const SHORT_CALLS = {
  DEPOSIT_TIMEOUT_MS: '4000',
  DPI_RESPONSE_TIMEOUT_MS: '3000',
  CHANNEL_TIMEOUT_MS: '3000',
};
const LETTERS_PER_CHANNEL = 3;
const CARRIED_MS = 50_000;

/** One letter to each channel, by whom it goes to. */
const ROUTES: readonly { readonly channel: string; readonly draft: () => LetterDraft }[] = [
  { channel: 'digipost', draft: () => draftLetter({ recipient: RECIPIENTS.digipost }) },
  { channel: 'altinn', draft: () => draftLetter({ recipient: RECIPIENTS.withoutMailbox }, MUNICIPAL_SENDER) },
  { channel: 'print', draft: () => draftLetter({ recipient: RECIPIENTS.reserved }) },
];
const CHANNEL_SERVICES = ['dpi', 'altinn', 'print'];

describe('a service with a fault', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ name: 'faults', env: SHORT_CALLS });
  });
  afterEach(async () => {
    await system.sandbox.clearFaults();
  });
  afterAll(async () => {
    await system.stop();
  });

  const publish = async (): Promise<readonly LetterDraft[]> => {
    const letters = ROUTES.flatMap(({ draft }) => Array.from({ length: LETTERS_PER_CHANNEL }, draft));
    await Promise.all(letters.map((letter) => system.client.publish(letter)));
    return letters;
  };
  const expectCarriedWhereTheyBelong = async (letters: readonly LetterDraft[]): Promise<void> => {
    await untilDelivered(system, letters, CARRIED_MS);
    await expectDeliveredOnce(system, letters);
    const channels = letters.map(({ letterId }) => system.receipts.of(letterId).at(-1)?.data.channel);
    expect(channels).toEqual(
      ROUTES.flatMap(({ channel }) => Array.from({ length: LETTERS_PER_CHANNEL }, () => channel)),
    );
    expect(letters.flatMap(({ letterId }) => system.receipts.typesOf(letterId))).not.toContain('rerouted');
  };

  it.each(['error-500', 'error-429', 'reset', 'drop-after-accept', 'timeout'])(
    'on every channel (%s): the letters wait and are delivered once, each by its own channel',
    async (mode) => {
      const before = await failedDeposits();
      for (const service of CHANNEL_SERVICES) await system.sandbox.fault({ service, mode });
      const letters = await publish();
      await system.until(
        () => 'a hand-over to each channel has met the fault',
        async () => {
          const now = await failedDeposits();
          return ROUTES.every(({ channel }) => (now.get(channel) ?? 0) > (before.get(channel) ?? 0)) ? true : undefined;
        },
        30_000,
      );
      await system.sandbox.clearFaults();
      await expectCarriedWhereTheyBelong(letters);
    },
  );

  /** Hand-overs that the gateway counts as not accepted, by channel. */
  async function failedDeposits(): Promise<ReadonlyMap<string, number>> {
    const response = await fetch(`${system.app('gateway').url}/metrics`);
    const counts = new Map<string, number>();
    for (const line of (await response.text()).split('\n')) {
      const match = /deposits_total\{.*channel="(\w+)".*outcome="(\w+)".*\} (\d+)/.exec(line);
      if (match === null || match[2] === 'accepted') continue;
      const [, channel = '', , count] = match;
      counts.set(channel, (counts.get(channel) ?? 0) + Number(count));
    }
    return counts;
  }
});
