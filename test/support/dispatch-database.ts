import { DispatchStore } from '#persistence/dispatch.store.js';
import { LetterIntakeStore } from '#persistence/letter-intake.store.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import type { NewLetter } from '#persistence/records/new-letter.js';
import { NOW } from './letter-step.js';
import { newLetter } from './new-letter.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** A database of its own with the two stores that a letter meets first, and what specs do with them all the time. */
export class DispatchDatabase {
  private constructor(
    readonly database: TestDatabase,
    readonly intake: LetterIntakeStore,
    readonly dispatch: DispatchStore,
  ) {}

  static async create(): Promise<DispatchDatabase> {
    const database = await createTestDatabase();
    const { dataSource, config } = database;
    return new DispatchDatabase(
      database,
      new LetterIntakeStore(dataSource, config),
      new DispatchStore(dataSource, config),
    );
  }

  async empty(): Promise<void> {
    await this.database.dataSource.query('TRUNCATE letters, letter_contents, letter_events, deposits');
  }

  async accepted(...overrides: Partial<NewLetter>[]): Promise<readonly NewLetter[]> {
    const letters = overrides.map((each) => newLetter(each));
    await this.intake.accept(letters);
    return letters;
  }

  claim(owner: string, limit = 100, leaseMs = 60_000): Promise<readonly ClaimedLetter[]> {
    return this.dispatch.claim({ owner, limit, now: NOW, leaseMs });
  }
}
