import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '#platform/config-error.js';
import { readSenders } from '#platform/read-senders.js';
import { readRoutingFile } from '../../../apps/gateway/src/routing/read-routing-file.js';

const ROOT = resolve(import.meta.dirname, '../../..');
const CHANNELS = ['digipost', 'eboks', 'altinn', 'print'];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mf-configuration-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function problems(text: string, read: (file: string) => unknown): Promise<readonly string[]> {
  const file = join(folder, 'case.yaml');
  await writeFile(file, text);
  try {
    read(file);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.problems.map(({ name, rule }) => `${name.split(':').at(-1) ?? ''} ${rule}`);
    }
    throw error;
  }
  return [];
}

describe('config/routing.yaml', () => {
  const read = (file: string): unknown => readRoutingFile(file, CHANNELS);

  it('is the table of the design as shipped', () => {
    const profiles = readRoutingFile(join(ROOT, 'config/routing.yaml'), CHANNELS);
    expect(profiles.state).toEqual({
      activeMailbox: ['mailbox', 'print'],
      noMailbox: ['print'],
      organisation: ['altinn', 'print'],
    });
    expect(profiles.municipal).toMatchObject({ noMailbox: ['altinn', 'print'], personReadDeadlineWorkingDays: 2 });
  });

  const state = 'profiles:\n  state: { activeMailbox: [mailbox], noMailbox: [print], organisation: [altinn] }\n';

  it.each([
    [
      'an unknown channel',
      `${state}  municipal: { activeMailbox: [mailbox], noMailbox: [pigeon], organisation: [altinn] }\n`,
      /^3 .*noMailbox\.0 is one of mailbox, digipost/,
    ],
    [
      'a missing list',
      `${state}  municipal: { activeMailbox: [mailbox], organisation: [altinn] }\n`,
      /^3 .*noMailbox is a list/,
    ],
    ['a missing profile', state, /municipal/],
    [
      'an unknown key',
      `${state}  municipal: { activeMailbox: [mailbox], noMailbox: [print], organisation: [print], noMailbx: [print] }\n`,
      /^3 .*noMailbx is not known/,
    ],
    [
      'a deadline that is not whole days',
      `${state}  municipal: { activeMailbox: [mailbox], noMailbox: [print], organisation: [print], personReadDeadline: PT4H }\n`,
      /^3 .*personReadDeadline is a number of working days/,
    ],
    ['no YAML', 'profiles: [', /./],
  ])('stops the boot on %s, and names the line', async (_name, text, expected) => {
    expect((await problems(text, read)).join('\n')).toMatch(expected);
  });
});

describe('the senders file', () => {
  const read = (file: string): unknown => readSenders(file, 'guest', 'sandbox');

  it('refuses synthetic senders in production, and names their lines', () => {
    expect(() => readSenders(join(ROOT, 'config/sandbox/senders.yaml'), 'guest', 'production')).toThrow(
      /senders\.yaml:\d+.*synthetic/,
    );
  });

  it('knows the senders of the sandbox, with the user of AMQP_URL', () => {
    const directory = readSenders(join(ROOT, 'config/sandbox/senders.yaml'), 'someone', 'sandbox');
    expect(directory.refusal('someone', '313000001')).toBeUndefined();
    expect(directory.refusal('someone', '313001008')).toBeUndefined();
    expect(directory.refusal('someone', '313002004')).toBe('SENDER_USER_MISMATCH');
    expect(directory.refusal('other', '313002004')).toBeUndefined();
    expect(directory.refusal('someone', '313000001', '313003000')).toBeUndefined();
    expect(directory.profileOf('313001008')).toBe('municipal');
    expect(directory.returnAddressOf('313000001')).toMatchObject({
      postalCode: expect.stringMatching(/^\d{4}$/) as unknown,
    });
  });

  it.each([
    [
      'a wrong organisation number',
      'senders:\n  - { organisationNumber: "313000002", name: A, profile: state }\n',
      /^2 organisationNumber/,
    ],
    [
      'an unknown profile',
      'senders:\n  - { organisationNumber: "313000001", name: A, profile: county }\n',
      /^2 profile is one of state, municipal/,
    ],
    ['a missing name', 'senders:\n  - { organisationNumber: "313000001", profile: state }\n', /^2 name is required/],
    ['no YAML', 'senders: [', /./],
  ])('stops the boot on %s, and names the line', async (_name, text, expected) => {
    expect((await problems(text, read)).join('\n')).toMatch(expected);
  });
});
