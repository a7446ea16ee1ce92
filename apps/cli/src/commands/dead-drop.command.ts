import type { Command } from '../command.js';
import { tellOutcomes } from '../dead/dead-outcome.js';
import { pickDead } from '../dead/pick-dead.js';
import { withDeadLetters } from '../dead/with-dead-letters.js';

export const deadDrop: Command = {
  name: 'dead drop',
  usage: 'ID… [--json]',
  summary: 'deletes dead messages for good',
  help: ['ID…     message ids, or positions in the list', '--json  [{ id, position, ok, problem? }]'],
  options: { json: { type: 'boolean' } },
  operands: { least: 1, most: Infinity },
  async run(input, { output, config }) {
    const dropped = await withDeadLetters(config(), async (browser) => {
      const messages = await pickDead(browser, input.operands);
      for (const message of messages) browser.remove(message);
      return messages;
    });
    return tellOutcomes(
      'dropped',
      dropped.map((message) => ({ message })),
      input.has('json'),
      output,
    );
  },
};
