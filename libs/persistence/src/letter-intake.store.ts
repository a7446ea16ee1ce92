import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { eventChannel } from './event-channel.js';
import { ACCEPT_LETTERS, RECORD_REJECTIONS, STORED_HASHES } from './letter-intake.sql.js';
import { PersistenceConfig } from './persistence.config.js';
import type { AcceptOutcome } from './records/accept-outcome.js';
import type { NewLetter } from './records/new-letter.js';
import type { NewRejection } from './records/new-rejection.js';
import { repeatIfUndone, runSql } from './run-sql.js';

/**
 * The door: what is committed here is acknowledged to the sender. A batch is one statement, letters with contents,
 * events and the wake-up of the relay, so that it is one round trip and one commit whatever its size.
 *
 * Letters go in sorted by key: two gateways that are given the same letters in different order then wait for each other
 * instead of dead-locking. Only when some letter was not new is a second statement sent, to tell a repeat from a
 * reused id; it must be a second one, because the first cannot see what another gateway committed while it waited.
 */
@Injectable()
export class LetterIntakeStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PersistenceConfig) private readonly config: PersistenceConfig,
  ) {}

  /**
   * Order of results = order of inputs. The same key twice in one batch: the later is a repeat or reused.
   * Throws DatabaseError; then nothing was accepted and the whole batch may be given again.
   */
  async accept(batch: readonly NewLetter[]): Promise<readonly AcceptOutcome[]> {
    if (batch.length === 0) return [];
    const first = firstOfEachKey(batch);
    const inserted = await this.insert([...first.entries()].sort(byKey).map(([, letter]) => letter));
    const known = await this.storedHashes(batch.filter((letter) => !inserted.has(letter.id)));
    return batch.map((letter) => {
      if (inserted.has(letter.id)) return 'accepted';
      return known.get(keyOf(letter))?.equals(letter.contentHash) === true ? 'repeat' : 'reused';
    });
  }

  /** Receipts without a letter row; the same event id again is a no-op. */
  async recordRejections(batch: readonly NewRejection[]): Promise<void> {
    if (batch.length === 0) return;
    const rows = [...new Map(batch.map((rejection) => [rejection.eventId, rejection])).values()];
    await repeatIfUndone(() =>
      runSql(this.dataSource, 'record-rejections', RECORD_REJECTIONS, [
        rows.map((row) => row.eventId),
        rows.map((row) => row.sender),
        rows.map((row) => row.supplier),
        rows.map((row) => row.letterId),
        rows.map((row) => row.conversationId),
        rows.map((row) => row.reference),
        rows.map((row) => row.at.toISOString()),
        rows.map((row) => JSON.stringify({ reason: row.reason, details: row.details })),
        eventChannel(this.config.schema),
      ]),
    );
  }

  private async insert(letters: readonly NewLetter[]): Promise<ReadonlySet<string>> {
    const uses = letters.flatMap((letter) => letter.documentIds.map((document) => ({ document, letter: letter.id })));
    const rows = await repeatIfUndone(() =>
      runSql<{ id: string }>(this.dataSource, 'accept-letters', ACCEPT_LETTERS, [
        letters.map((letter) => letter.id),
        letters.map((letter) => letter.sender),
        letters.map((letter) => letter.supplier),
        letters.map((letter) => letter.letterId),
        letters.map((letter) => letter.conversationId),
        letters.map((letter) => letter.reference),
        letters.map((letter) => (letter.priority === 'priority' ? 1 : 0)),
        letters.map((letter) => letter.legalEffect),
        letters.map((letter) => letter.recipientKind),
        letters.map((letter) => letter.recipientKey),
        letters.map((letter) => letter.contentHash),
        letters.map((letter) => letter.receivedAt.toISOString()),
        letters.map((letter) => letter.availableFrom?.toISOString()),
        letters.map((letter) => letter.expiresAt?.toISOString()),
        letters.map((letter) => letter.dueAt.toISOString()),
        letters.map((letter) => letter.eventId),
        Buffer.concat(letters.map((letter) => letter.sealedContent)),
        firstBytes(letters.map((letter) => letter.sealedContent)),
        letters.map((letter) => letter.sealedContent.length),
        letters.map((letter) => letter.wrappedKey),
        uses.map((use) => use.document),
        uses.map((use) => use.letter),
        eventChannel(this.config.schema),
        letters.map((letter) => letter.sealedRecipient),
      ]),
    );
    return new Set(rows.map((row) => row.id));
  }

  private async storedHashes(letters: readonly NewLetter[]): Promise<ReadonlyMap<string, Buffer>> {
    if (letters.length === 0) return new Map();
    const rows = await runSql<{ sender: string; letterId: string; contentHash: Buffer }>(
      this.dataSource,
      'stored-hashes',
      STORED_HASHES,
      [letters.map((letter) => letter.sender), letters.map((letter) => letter.letterId)],
    );
    return new Map(rows.map((row) => [keyOf(row), row.contentHash]));
  }
}

function keyOf(letter: { readonly sender: string; readonly letterId: string }): string {
  return `${letter.sender} ${letter.letterId}`;
}

function firstOfEachKey(batch: readonly NewLetter[]): ReadonlyMap<string, NewLetter> {
  const first = new Map<string, NewLetter>();
  for (const letter of batch) {
    const key = keyOf(letter);
    if (!first.has(key)) first.set(key, letter);
  }
  return first;
}

/** Where each part begins in all of them together, from 1 as SQL counts. */
function firstBytes(parts: readonly Buffer[]): readonly number[] {
  let next = 1;
  return parts.map((part) => {
    const first = next;
    next += part.length;
    return first;
  });
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
