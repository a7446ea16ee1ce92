import { describe, expect, it } from '@jest/globals';
import { Arguments } from './arguments.js';
import { COMMANDS } from './commands.js';
import { findCommand } from './find-command.js';
import { UsageError } from './usage-error.js';

const command = {
  name: 'send',
  usage: 'FILE…',
  options: { to: { type: 'string' }, wait: { type: 'boolean' }, effect: { type: 'string' } },
  operands: { least: 1, most: 2 },
} as const;

describe('Arguments', () => {
  it('tells operands, values and switches apart, in any order', () => {
    const input = Arguments.parse(command, ['a.pdf', '--to', '310000003', 'b.pdf', '--wait']);
    expect(input.operands).toEqual(['a.pdf', 'b.pdf']);
    expect(input.get('to')).toBe('310000003');
    expect(input.has('wait')).toBe(true);
    expect(input.get('effect')).toBeUndefined();
  });

  it.each([
    ['an unknown option', ['a.pdf', '--tp', '1']],
    ['a value that is missing', ['a.pdf', '--to']],
    ['a value for a switch', ['a.pdf', '--wait=yes']],
    ['too few operands', []],
    ['too many operands', ['a', 'b', 'c']],
  ])('refuses %s as wrong usage', (_what, words) => {
    expect(() => Arguments.parse(command, words)).toThrow(UsageError);
  });

  it('takes one of the allowed values, the first by default, and names them otherwise', () => {
    const allowed = ['important', 'decision'] as const;
    expect(Arguments.parse(command, ['a']).oneOf('effect', allowed)).toBe('important');
    expect(Arguments.parse(command, ['a', '--effect', 'decision']).oneOf('effect', allowed)).toBe('decision');
    expect(() => Arguments.parse(command, ['a', '--effect', 'vedtak']).oneOf('effect', allowed)).toThrow(
      '--effect is one of: decision, important',
    );
  });
});

describe('the table of commands', () => {
  it('has no two commands of one name, and none whose name begins with another', () => {
    for (const { name } of COMMANDS) {
      expect(COMMANDS.filter((other) => `${name} `.startsWith(`${other.name} `))).toHaveLength(1);
    }
  });

  it('explains every option that a command takes', () => {
    for (const { name, options, usage, help } of COMMANDS) {
      const text = [usage, ...help].join('\n');
      const unexplained = Object.keys(options).filter((option) => !text.includes(`--${option}`));
      expect({ name, unexplained }).toEqual({ name, unexplained: [] });
    }
  });

  it('is looked through by whole words', () => {
    expect(findCommand(COMMANDS, ['dead', 'replay', '1', '2'])).toMatchObject({
      command: { name: 'dead replay' },
      rest: ['1', '2'],
    });
    expect(findCommand(COMMANDS, ['dead'])).toBeUndefined();
    expect(findCommand(COMMANDS, ['sender'])).toBeUndefined();
  });
});
