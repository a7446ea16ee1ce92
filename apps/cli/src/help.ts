import type { Command } from './command.js';

/** `npm run mf -- --help` */
export function overview(commands: readonly Command[]): string[] {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'npm run mf -- COMMAND …',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'mf COMMAND --help tells more. Exit codes: 0 ok, 1 not ok, 2 not understood.',
    'The stack is found by AMQP_URL, AMQP_PREFIX, GATEWAY_URL and SANDBOX_PORT; the defaults are those of npm run stack.',
  ];
}

export function commandHelp({ name, usage, summary, help }: Command): string[] {
  return [`mf ${name} ${usage}`.trimEnd(), '', summary, '', ...help.map((line) => `  ${line}`)];
}
