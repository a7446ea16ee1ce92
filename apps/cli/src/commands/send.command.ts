import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { topologyNames } from '#messaging/topology.js';
import { amqpUserOf } from '#platform/amqp-user.js';
import type { Arguments } from '../arguments.js';
import { brokerError, withPublisher } from '../broker.js';
import type { CliContext } from '../cli-context.js';
import type { Command } from '../command.js';
import { DEFAULT_SENDER } from '../default-sender.js';
import type { ExitCode } from '../exit-code.js';
import { letterMessage, recipientOf, type LetterWish } from '../letter/letter-message.js';
import { LetterWatch, type WatchEnd } from '../letter/letter-watch.js';
import { readFiles } from '../letter/read-files.js';
import type { MfConfig } from '../mf.config.js';
import { receiptLine } from '../render/receipt-row.js';
import { UsageError } from '../usage-error.js';

const DEFAULT_TIMEOUT_SECONDS = 120;

export const send: Command = {
  name: 'send',
  usage: 'FILE.pdf… --to ID [options]',
  summary: 'publishes a letter to RabbitMQ, as a case system does',
  help: [
    'FILE.pdf…          the main document, then attachments',
    '--to ID            eleven digits: a person, nine: an organisation',
    `--sender ORGNR     who sends it (default ${DEFAULT_SENDER}, of the sandbox)`,
    '--supplier ORGNR   who sends it for the sender',
    '--title TEXT       non-sensitive title (default: the name of the first file)',
    '--effect EFFECT    decision, important (default) or information',
    '--reference TEXT   your own reference, returned in every receipt',
    '--priority         by the queue for urgent letters',
    '--wait             show the receipts until the letter is delivered, fails or is held; exit code 1 unless delivered',
    `--timeout SECONDS  how long --wait waits (default ${DEFAULT_TIMEOUT_SECONDS})`,
    '--json             { letterId, messageId } and with --wait { …, end, receipts }',
  ],
  options: {
    to: { type: 'string' },
    sender: { type: 'string' },
    supplier: { type: 'string' },
    title: { type: 'string' },
    effect: { type: 'string' },
    reference: { type: 'string' },
    priority: { type: 'boolean' },
    wait: { type: 'boolean' },
    timeout: { type: 'string' },
    json: { type: 'boolean' },
  },
  operands: { least: 1, most: 201 },
  async run(input, context) {
    const { output } = context;
    const wish = wishOf(input);
    const timeoutMs = timeoutOf(input);
    const config = context.config();
    const files = await readFiles(input.operands, (name, done, all) => {
      output.progress(`Reading ${name}`, done, all);
    });
    const body = Buffer.from(JSON.stringify(letterMessage(wish, files)));
    const parcel: Parcel = { wish, body, messageId: randomUUID(), priority: input.has('priority') };
    try {
      return input.has('wait')
        ? await publishAndWait(parcel, timeoutMs, input.has('json'), config, context)
        : await publishOnly(parcel, input.has('json'), config, context);
    } catch (error) {
      throw brokerError(error);
    }
  },
};

interface Parcel {
  readonly wish: LetterWish;
  readonly body: Buffer;
  readonly messageId: string;
  readonly priority: boolean;
}

async function publishOnly(parcel: Parcel, json: boolean, config: MfConfig, { output }: CliContext): Promise<ExitCode> {
  await publish(parcel, config, output);
  const { letterId } = parcel.wish;
  if (json) output.json({ letterId, messageId: parcel.messageId });
  else output.line(letterId);
  return 0;
}

async function publishAndWait(
  parcel: Parcel,
  timeoutMs: number,
  json: boolean,
  config: MfConfig,
  { output }: CliContext,
): Promise<ExitCode> {
  const { letterId, sender } = parcel.wish;
  const receipts: unknown[] = [];
  const watch = await LetterWatch.open(config, { letterId, sender, messageId: parcel.messageId }, (receipt) => {
    receipts.push(receipt);
    if (!json) output.line(receiptLine(receipt));
  });
  const stop = new AbortController();
  try {
    if (!json) output.line(letterId);
    await publish(parcel, config, output);
    const late = delay<WatchEnd>(timeoutMs, LATE, { signal: stop.signal });
    late.catch(() => undefined);
    const end = await Promise.race([watch.ended, late]);
    if (json) output.json({ letterId, messageId: parcel.messageId, end, receipts });
    else if (end.kind !== 'delivered') output.note(endText(end));
    return end.kind === 'delivered' ? 0 : 1;
  } finally {
    stop.abort();
    await watch.close();
  }
}

async function publish(parcel: Parcel, config: MfConfig, output: CliContext['output']): Promise<void> {
  const { wish, body, messageId, priority } = parcel;
  output.progress('Publishing', 0, 1);
  await withPublisher(config, (publisher) =>
    publisher.publish({
      exchange: topologyNames(config.amqpPrefix).letters,
      routingKey: `letter.${wish.sender}${priority ? '.priority' : ''}`,
      body,
      contentType: 'application/json',
      messageId,
      userId: amqpUserOf(config.amqpUrl),
    }),
  );
  output.progress('Publishing', 1, 1);
  output.progressEnd();
}

const LATE: WatchEnd = { kind: 'lost', text: 'The letter did not end in time; mf status tells where it is.' };

function endText(end: WatchEnd): string {
  switch (end.kind) {
    case 'dead':
      return `In the dead queue: ${end.reason}. ${end.text}`;
    case 'lost':
      return end.text;
    case 'delivered':
    case 'not-delivered':
      return `The letter is ${end.state}.`;
  }
}

function wishOf(input: Arguments): LetterWish {
  const to = input.get('to');
  if (to === undefined) throw new UsageError('--to ID is missing.');
  recipientOf(to);
  return {
    letterId: randomUUID(),
    sender: input.get('sender') ?? DEFAULT_SENDER,
    to,
    legalEffect: input.oneOf('effect', ['important', 'decision', 'information']),
    ...given('supplier', input),
    ...given('title', input),
    ...given('reference', input),
  };
}

function given<Name extends 'supplier' | 'title' | 'reference'>(
  name: Name,
  input: Arguments,
): Partial<Record<Name, string>> {
  const value = input.get(name);
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, string>>;
}

function timeoutOf(input: Arguments): number {
  const seconds = Number(input.get('timeout') ?? DEFAULT_TIMEOUT_SECONDS);
  if (!(seconds > 0 && seconds <= 86_400)) throw new UsageError('--timeout takes seconds, 1 to 86400.');
  return seconds * 1000;
}
