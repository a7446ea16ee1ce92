import { isJsonObject, parseJson, type JsonObject } from '#platform/parse-json.js';
import { CommandError } from '../command-error.js';
import type { Command } from '../command.js';
import { GatewayClient, type Asker } from '../gateway.client.js';
import { readInputFile } from '../read-input-file.js';
import { routingLines } from '../render/routing-lines.js';

export const routing: Command = {
  name: 'routing',
  usage: 'LETTER.json [--json]',
  summary: 'what would happen to a letter; nothing is sent',
  help: [
    'LETTER.json  a letter message as it would be published',
    '--json       the answer of POST /v1/routing/preview as it is',
    'Exit code 0 when the letter would be delivered, 1 when it would be held, failed or rejected.',
  ],
  options: { json: { type: 'boolean' } },
  operands: { least: 1, most: 1 },
  async run(input, { output, config }) {
    const file = input.operand(0);
    const body = await readInputFile(file);
    const client = new GatewayClient(config());
    try {
      const preview = await client.post('/v1/routing/preview', body, askerOf(body, file));
      if (input.has('json')) output.json(preview);
      else output.lines(routingLines(preview));
      return preview['outcome'] === 'deliver' ? 0 : 1;
    } finally {
      await client.close();
    }
  },
};

function askerOf(body: Buffer, file: string): Asker {
  const letter = parseJson(body);
  const sender: JsonObject = isJsonObject(letter) && isJsonObject(letter['sender']) ? letter['sender'] : {};
  const { organisationNumber, supplier } = sender;
  if (typeof organisationNumber !== 'string') {
    throw new CommandError(`${file} is not a letter message: sender.organisationNumber is missing.`);
  }
  return { sender: organisationNumber, ...(typeof supplier === 'string' ? { supplier } : {}) };
}
