import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AMQP_URL, AMQP_USER } from './support/environment.js';
import { expectDeliveredOnce } from './support/expect-carried.js';
import { draftLetter, type LetterDraft } from './support/letter-draft.js';
import { System } from './support/system.js';

jest.setTimeout(60_000);

const runs = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const python = ['python3', '/usr/bin/python3'].find((command) => runs(command, ['-c', 'import pika']));
/** Of Debian's amqp-tools. */
const AMQP_PUBLISH = 'amqp-publish';
const amqpTools = spawnSync(AMQP_PUBLISH, ['--help'], { stdio: 'ignore' }).error === undefined;

if (python === undefined) process.stderr.write('No python3 with pika: a letter from pika is not tried.\n');
if (!amqpTools) process.stderr.write('amqp-tools is not installed: a letter from amqp-publish is not tried.\n');

const publishesWithPika = python === undefined ? it.skip : it;
const publishesWithAmqpTools = amqpTools ? it : it.skip;

describe('a letter from a client that is not ours', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ name: 'foreign-client' });
  });
  afterAll(async () => {
    await system.stop();
  });

  const expectCarried = async (letter: LetterDraft): Promise<void> => {
    await system.waitForReceipt(letter.letterId, 'delivered');
    expect(system.receipts.typesOf(letter.letterId)).toEqual(['received', 'routed', 'sent', 'delivered']);
    await expectDeliveredOnce(system, [letter]);
  };

  publishesWithPika('is carried and receipted: pika', async () => {
    const letter = draftLetter();
    const script = join(import.meta.dirname, 'support', 'pika_publish.py');
    const args = [script, AMQP_URL, `${system.prefix}letters`, letter.routingKey, AMQP_USER];
    const run = spawnSync(python ?? '', args, { input: letter.body, encoding: 'utf8', timeout: 20_000 });
    expect({ out: run.stdout.trim(), error: run.stderr }).toEqual({ out: 'confirmed', error: '' });
    await expectCarried(letter);
  });

  publishesWithAmqpTools('is carried and receipted: amqp-publish', async () => {
    // It cannot set user-id, so the gateway is told to do without, as in development.
    await system.restart('gateway', { REQUIRE_USER_ID: 'false' });
    const letter = draftLetter();
    const args = [
      '--url',
      AMQP_URL,
      '-e',
      `${system.prefix}letters`,
      '-r',
      letter.routingKey,
      '-C',
      'application/json',
    ];
    const run = spawnSync(AMQP_PUBLISH, [...args, '-p'], { input: letter.body, encoding: 'utf8', timeout: 20_000 });
    expect({ status: run.status, error: run.stderr }).toEqual({ status: 0, error: '' });
    await expectCarried(letter);
  });
});
