import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import type { Command } from '../command.js';
import { DEFAULT_SENDER } from '../default-sender.js';
import { GatewayClient, type Asker } from '../gateway.client.js';
import { RECEIPT_HEADINGS, receiptRow } from '../render/receipt-row.js';

export const status: Command = {
  name: 'status',
  usage: 'LETTER [--sender ORGNR] [--supplier ORGNR] [--json]',
  summary: 'where a letter stands, and its timeline',
  help: [
    'LETTER            the letterId',
    `--sender ORGNR    whose letter it is (default ${DEFAULT_SENDER}, of the sandbox)`,
    '--supplier ORGNR  when a supplier sent it',
    '--json            { letter, events } as the gateway gives them',
    'The token is MF_TOKEN, else one of the sandbox.',
  ],
  options: { sender: { type: 'string' }, supplier: { type: 'string' }, json: { type: 'boolean' } },
  operands: { least: 1, most: 1 },
  async run(input, { output, config }) {
    const supplier = input.get('supplier');
    const asker: Asker = {
      sender: input.get('sender') ?? DEFAULT_SENDER,
      ...(supplier === undefined ? {} : { supplier }),
    };
    const client = new GatewayClient(config());
    try {
      const path = `/v1/letters/${encodeURIComponent(input.operand(0))}`;
      const letter = await client.get(path, asker);
      const timeline = await client.get(`${path}/events`, asker);
      const events = Array.isArray(timeline['events']) ? timeline['events'].filter(isJsonObject) : [];
      if (input.has('json')) output.json({ letter, events });
      else {
        output.lines(headLines(letter));
        output.table(RECEIPT_HEADINGS, events.map(receiptRow));
      }
      return 0;
    } finally {
      await client.close();
    }
  },
};

const HEAD = ['letterId', 'reference', 'status', 'channel', 'nextTryAt', 'readDeadlineAt', 'expiresAt'];

function headLines(letter: JsonObject): string[] {
  const known = HEAD.flatMap((name) => {
    const value = letter[name];
    return typeof value === 'string' ? [`${name.padEnd(16)}${value}`] : [];
  });
  const failure = isJsonObject(letter['lastFailure']) ? letter['lastFailure'] : undefined;
  const code = failure?.['code'];
  const text = failure?.['text'];
  const why = typeof code === 'string' ? [`${'lastFailure'.padEnd(16)}${code}: ${String(text)}`] : [];
  return [...known, ...why, ''];
}
