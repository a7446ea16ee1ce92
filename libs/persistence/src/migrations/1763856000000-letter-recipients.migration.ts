import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The recipient's identifier apart from the content, sealed with the same key and destroyed with it: the registers are
 * asked about a thousand waiting letters in one call, and their documents need not be read for that. Letters from
 * before have none and are looked up when they are claimed. A column without a default is added without a rewrite.
 */
export class LetterRecipients1763856000000 implements MigrationInterface {
  readonly name = 'LetterRecipients1763856000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE letter_contents ADD COLUMN sealed_recipient bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE letter_contents DROP COLUMN sealed_recipient');
  }
}
