import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestBroker } from './broker.js';
import { office, openOffice, type OpenOffice } from './post-office.js';

const KEY = `letter.${TestBroker.sender}`;

describe('the letter queue on a machine whose disk is full', () => {
  let broker: TestBroker;
  let open: OpenOffice | undefined;

  beforeAll(async () => {
    broker = await TestBroker.connect();
  });
  afterEach(async () => {
    await open?.app.close();
  });
  afterAll(async () => {
    await broker.remove();
  });

  const bodies = (): string[] => office.seen.map((handling) => handling.body);

  it('keeps a letter that only this machine cannot take, however long the others flow past it', async () => {
    open = await openOffice(broker);
    let full = true;
    let refused = 0;
    office.onLetter = ({ body }) => {
      if (body !== 'big' || !full) return;
      refused += 1;
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
    };
    await broker.publish(KEY, 'big');
    await eventually(
      async () => {
        await broker.publish(KEY, 'small');
        return refused;
      },
      // Well past the tries after which a letter that fails alone is given back.
      (times) => times >= 8,
      30_000,
    );
    full = false;
    await eventually(
      () => bodies(),
      (handled) => handled.filter((body) => body === 'big').length > refused,
    );
    expect(office.seen.every(({ context }) => !context.redelivered)).toBe(true);
    expect(await broker.messagesIn(broker.names.deadLetters)).toBe(0);
  }, 45_000);
});
