import type { DeadLetterBrowser } from '#messaging/dead-letter.browser.js';
import type { Command } from '../command.js';
import { deadSummary } from '../dead/dead-summary.js';
import { withDeadLetters } from '../dead/with-dead-letters.js';
import { UsageError } from '../usage-error.js';

const DEFAULT_LIMIT = 200;

export const deadList: Command = {
  name: 'dead list',
  usage: '[--limit N] [--json]',
  summary: 'the messages that no receipt could answer, oldest first',
  help: [
    `--limit N  at most so many (default ${DEFAULT_LIMIT})`,
    '--json     [{ position, id, reason, text, receivedAt, routingKey, userId, contentType, bytes }]',
    'What each reason means and what to do: docs/errors.md.',
  ],
  options: { limit: { type: 'string' }, json: { type: 'boolean' } },
  operands: { least: 0, most: 0 },
  async run(input, { output, config }) {
    const limit = Number(input.get('limit') ?? DEFAULT_LIMIT);
    if (!Number.isInteger(limit) || limit < 1) throw new UsageError('--limit takes a whole number from 1.');
    // One more than is shown tells whether there are more.
    const found = await withDeadLetters(config(), (browser) => firstOf(browser, limit + 1));
    const shown = found.slice(0, limit);
    if (input.has('json')) output.json(shown);
    else if (shown.length === 0) output.line('The dead queue is empty.');
    else
      output.table(
        COLUMNS,
        shown.map((row) => COLUMNS.map((column) => String(row[column] ?? '-'))),
      );
    if (found.length > limit) output.note(`There are more than ${limit}; --limit N shows more.`);
    return 0;
  },
};

const COLUMNS = ['position', 'id', 'reason', 'receivedAt', 'routingKey', 'userId', 'bytes'];

async function firstOf(browser: DeadLetterBrowser, most: number): Promise<ReturnType<typeof deadSummary>[]> {
  const found: ReturnType<typeof deadSummary>[] = [];
  for await (const message of browser.messages()) {
    found.push(deadSummary(message));
    if (found.length === most) break;
  }
  return found;
}
