import type { Command } from '../command.js';
import { deadSummary } from '../dead/dead-summary.js';
import { pickDead } from '../dead/pick-dead.js';
import { withDeadLetters } from '../dead/with-dead-letters.js';

export const deadShow: Command = {
  name: 'dead show',
  usage: 'ID [--body] [--json]',
  summary: 'one dead message: why it is there and how it was published',
  help: [
    'ID      its message id, or its position in the list',
    '--body  the original bytes and nothing else: personal data',
    '--json  the same as the list and { headers }',
  ],
  options: { body: { type: 'boolean' }, json: { type: 'boolean' } },
  operands: { least: 1, most: 1 },
  async run(input, { output, config }) {
    const [message] = await withDeadLetters(config(), (browser) => pickDead(browser, input.operands));
    if (message === undefined) return 1;
    const { headers } = message;
    const summary = deadSummary(message);
    if (input.has('body')) output.bytes(message.body);
    else if (input.has('json')) output.json({ ...summary, headers });
    else {
      for (const [name, value] of Object.entries(summary)) output.line(`${name.padEnd(12)}${value ?? '-'}`);
      for (const [name, value] of Object.entries(headers)) output.line(`header      ${name}: ${JSON.stringify(value)}`);
    }
    return 0;
  },
};
