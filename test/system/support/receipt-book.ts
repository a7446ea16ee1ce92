import type { ConsumeMessage } from 'amqplib';
import { inSequence, readReceipt, type Receipt } from './receipt.js';

/** Everything that came out of a queue of receipts, by letter. */
export class ReceiptBook {
  private readonly byLetter = new Map<string, Receipt[]>();
  /** Messages that are no receipts. */
  readonly unreadable: string[] = [];

  add(message: ConsumeMessage): void {
    try {
      const receipt = readReceipt(message);
      const known = this.byLetter.get(receipt.subject);
      if (known === undefined) this.byLetter.set(receipt.subject, [receipt]);
      else known.push(receipt);
    } catch (error) {
      this.unreadable.push(`${message.fields.routingKey}: ${String(error)}`);
    }
  }

  /** Each once, in order of `sequence`. */
  of(letterId: string): readonly Receipt[] {
    return inSequence(this.byLetter.get(letterId) ?? []);
  }

  typesOf(letterId: string): readonly string[] {
    return this.of(letterId).map(({ type }) => type);
  }

  /** In any of its receipts: `delivered` is also what `printed` leads to. */
  hasBeen(letterId: string, status: string): boolean {
    return (this.byLetter.get(letterId) ?? []).some(({ data }) => data.status === status);
  }

  /** Sentences about what must not be: a hole or a number twice in a sequence. Empty when all is well. */
  gaps(letterId: string): readonly string[] {
    const numbers = this.of(letterId)
      .filter(({ sequence }) => sequence !== undefined)
      .map(({ sequence }) => Number(sequence));
    const expected = numbers.map((_number, index) => index + 1);
    return numbers.join() === expected.join() ? [] : [`${letterId} has the sequences ${numbers.join(', ')}`];
  }
}
