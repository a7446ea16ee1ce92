import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { expectDeliveredOnce, untilDelivered } from './support/expect-carried.js';
import { draftLetter, MUNICIPAL_SENDER, RECIPIENTS, type LetterDraft } from './support/letter-draft.js';
import { System } from './support/system.js';

jest.setTimeout(90_000);

const REGISTER_TIMEOUT_MS = 4_000;
/** Long enough to see that others do not wait for it. */
const COMPANY_TIMEOUT_MS = 12_000;
/** More than the dispatcher works on at once. */
const MORE_THAN_FIT = 300;
const CARRIED_MS = 60_000;

/** One letter to each channel; together they need every register. */
const ROUTES: readonly { readonly channel: string; readonly draft: () => LetterDraft }[] = [
  { channel: 'digipost', draft: () => draftLetter({ recipient: RECIPIENTS.digipost }) },
  { channel: 'altinn', draft: () => draftLetter({ recipient: RECIPIENTS.withoutMailbox }, MUNICIPAL_SENDER) },
  { channel: 'print', draft: () => draftLetter({ recipient: RECIPIENTS.reserved }) },
  { channel: 'altinn', draft: () => draftLetter({ recipient: RECIPIENTS.company }) },
];
const REGISTERS = ['krr', 'folkeregisteret', 'enhetsregisteret'];

/** A refused grant is tried again after minutes, so Maskinporten refuses in its own tests. */
const FAULTS = [
  ...['error-500', 'error-429', 'timeout', 'slow', 'reset', 'drop-after-accept'].map((mode) => ({
    mode,
    services: [...REGISTERS, 'maskinporten'],
  })),
  { mode: 'reject', services: REGISTERS },
];

/** A register that does not answer says nothing about a person: letters wait for it, and go where they belong. */
describe('a national register', () => {
  let system: System;

  beforeAll(async () => {
    const timeout = String(REGISTER_TIMEOUT_MS);
    system = await System.start({
      name: 'registers',
      env: {
        KRR_TIMEOUT_MS: timeout,
        FOLKEREGISTERET_TIMEOUT_MS: timeout,
        ENHETSREGISTERET_TIMEOUT_MS: String(COMPANY_TIMEOUT_MS),
      },
    });
  });
  afterEach(async () => {
    await system.sandbox.clearFaults();
  });
  afterAll(async () => {
    await system.stop();
  });

  const publish = async (letters: readonly LetterDraft[]): Promise<void> => {
    await Promise.all(letters.map((letter) => system.client.publish(letter)));
  };

  it.each(FAULTS)('with $mode delays letters and mis-routes none', async ({ mode, services }) => {
    // Beyond the life of any token, so that Maskinporten is asked as well.
    await system.sandbox.advance('PT1H');
    for (const service of services) await system.sandbox.fault({ service, mode, count: 1 });
    const letters = ROUTES.map(({ draft }) => draft());
    await publish(letters);
    await system.until(
      () => 'every register has met the fault',
      async () => ((await system.sandbox.faults()).length === 0 ? true : undefined),
      CARRIED_MS,
    );
    await untilDelivered(system, letters, CARRIED_MS);
    await expectDeliveredOnce(system, letters);
    const channels = letters.map(({ letterId }) => system.receipts.of(letterId).at(-1)?.data.channel);
    expect(channels).toEqual(ROUTES.map(({ channel }) => channel));
    const types = letters.flatMap(({ letterId }) => system.receipts.typesOf(letterId));
    for (const wrong of ['rerouted', 'held', 'failed']) expect(types).not.toContain(wrong);
  });

  it('that hangs holds up only the letters that need it', async () => {
    await system.sandbox.fault({ service: 'enhetsregisteret', mode: 'timeout' });
    const companies = Array.from({ length: MORE_THAN_FIT }, () => draftLetter({ recipient: RECIPIENTS.company }));
    await publish(companies);
    const persons = Array.from({ length: 20 }, () => draftLetter({ recipient: RECIPIENTS.digipost }));
    await publish(persons);
    await untilDelivered(system, persons, COMPANY_TIMEOUT_MS / 2);
    expect(companies.filter(({ letterId }) => system.receipts.hasBeen(letterId, 'routed'))).toEqual([]);
    await system.sandbox.clearFaults();
    await untilDelivered(system, companies, CARRIED_MS);
  });

  it('that hangs in one call answers the others meanwhile', async () => {
    await system.sandbox.fault({ service: 'krr', mode: 'timeout', count: 1 });
    const first = draftLetter();
    await publish([first]);
    await system.until(
      () => 'the first look-up hangs',
      async () => ((await system.sandbox.faults()).length === 0 ? true : undefined),
      CARRIED_MS,
    );
    const others = Array.from({ length: 20 }, () => draftLetter());
    await publish(others);
    await untilDelivered(system, others, REGISTER_TIMEOUT_MS);
    await untilDelivered(system, [first], CARRIED_MS);
    await expectDeliveredOnce(system, [first, ...others]);
  });
});
