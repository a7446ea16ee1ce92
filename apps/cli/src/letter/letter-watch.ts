import { isEnded, LETTER_STATES, type LetterState } from '#domain/letter-state.js';
import { ReceiptWatcher } from '#messaging/receipt.watcher.js';
import { isJsonObject, parseJson, type JsonObject } from '#platform/parse-json.js';
import type { MfConfig } from '../mf.config.js';

export interface WatchedLetter {
  readonly letterId: string;
  readonly sender: string;
  /** Of the message, so that it is recognised among the dead. */
  readonly messageId: string;
}

/** How the watch ended: by a state (a delivered or failed letter, or a held one that waits for a person), or otherwise. */
export type WatchEnd =
  | { readonly kind: 'delivered' | 'not-delivered'; readonly state: string }
  | { readonly kind: 'dead'; readonly reason: string; readonly text: string }
  | { readonly kind: 'lost'; readonly text: string };

const DELIVERED: ReadonlySet<LetterState> = new Set(['delivered', 'opened']);

/** Follows one letter's receipts until it has been delivered, has ended otherwise or waits for an operator. */
export class LetterWatch {
  private end: ((end: WatchEnd) => void) | undefined;
  readonly ended: Promise<WatchEnd>;
  private watcher: ReceiptWatcher | undefined;

  private constructor(
    private readonly letter: WatchedLetter,
    private readonly onReceipt: (receipt: JsonObject) => void,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  /** To be opened before the letter is published. `onReceipt` gets the receipt's data with sequence, time and type. */
  static async open(
    config: MfConfig,
    letter: WatchedLetter,
    onReceipt: (receipt: JsonObject) => void,
  ): Promise<LetterWatch> {
    const watch = new LetterWatch(letter, onReceipt);
    watch.watcher = await ReceiptWatcher.open({
      url: config.amqpUrl,
      prefix: config.amqpPrefix,
      organisationNumber: letter.sender,
      onReceipt: (body) => {
        watch.receipt(parseJson(body));
      },
      onDeath: ({ messageId, reason, text }) => {
        if (messageId === letter.messageId) watch.end?.({ kind: 'dead', reason, text });
      },
      onLost: (text) => {
        watch.end?.({ kind: 'lost', text });
      },
    });
    return watch;
  }

  async close(): Promise<void> {
    await this.watcher?.close();
  }

  private receipt(event: unknown): void {
    if (!isJsonObject(event) || event['subject'] !== this.letter.letterId) return;
    const data = isJsonObject(event['data']) ? event['data'] : {};
    const type = String(event['type']).replace(/^no\.meldingsformidler\.letter\.(.*)\.v1$/, '$1');
    this.onReceipt({ ...data, sequence: event['sequence'], time: event['time'], type });
    const state = LETTER_STATES.find((candidate) => candidate === data['status']);
    if (state === undefined) return;
    if (DELIVERED.has(state)) this.end?.({ kind: 'delivered', state });
    else if (isEnded(state) || state === 'held') this.end?.({ kind: 'not-delivered', state });
  }
}
