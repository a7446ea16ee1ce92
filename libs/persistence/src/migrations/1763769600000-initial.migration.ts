import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first schema. What decided its form:
 *
 * - `letters` is a narrow row that is updated at every step; what is big and never changes (the sealed content) lies
 *   beside it, where it can be destroyed on its own when its retention is over.
 * - Letters that have ended stay for years. Every index that finds work is partial (`due_at`, `next_poll_at`,
 *   `published_at`), so ten million old letters cost a claim nothing. `priority` comes before `due_at` because the
 *   claim reads one range per priority.
 * - No foreign keys between the hot tables: one statement writes the letter and everything that points to it, rows are
 *   never deleted one by one, and each key would cost every insert a look-up with a row lock.
 * - Sealed bytes do not compress, so they are EXTERNAL (not tried), and up to 8 kB of them stays in the row, which
 *   saves the second insert of TOAST. Where this PostgreSQL has lz4, the JSON columns use it.
 * - The queue-like tables are vacuumed when a hundredth of them has changed, not a fifth: their work lies in few pages.
 */
export class Initial1763769600000 implements MigrationInterface {
  readonly name = 'Initial1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE letters, letter_contents, letter_events, deposits, provider_receipts, poller_leases, documents',
    );
  }
}

const QUEUE_OPTIONS = 'autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 10000';

const STATEMENTS = [
  `CREATE TABLE letters (
    id uuid PRIMARY KEY,
    sender text NOT NULL,
    supplier text,
    letter_id text NOT NULL,
    conversation_id text NOT NULL,
    reference text,
    priority smallint NOT NULL,
    legal_effect text NOT NULL,
    recipient_kind text NOT NULL,
    recipient_key bytea NOT NULL,
    content_hash bytea NOT NULL,
    state text NOT NULL DEFAULT 'received',
    resume_state text,
    version integer NOT NULL DEFAULT 1,
    next_sequence integer NOT NULL DEFAULT 2,
    plan jsonb,
    step_index smallint NOT NULL DEFAULT 0,
    channel text GENERATED ALWAYS AS ((plan -> 'steps' -> step_index::integer) ->> 'channel') STORED,
    attempts integer NOT NULL DEFAULT 0,
    last_failure jsonb,
    received_at timestamptz NOT NULL,
    available_from timestamptz,
    expires_at timestamptz,
    read_deadline_at timestamptz,
    due_at timestamptz,
    lease_owner text,
    lease_until timestamptz,
    CONSTRAINT letters_sender_letter_id UNIQUE (sender, letter_id)
  ) WITH (${QUEUE_OPTIONS})`,
  'CREATE INDEX letters_due ON letters (priority, due_at) WHERE due_at IS NOT NULL',
  'CREATE INDEX letters_received_at ON letters (received_at, id)',
  `CREATE INDEX letters_open ON letters (state, received_at) WHERE state NOT IN ('delivered', 'opened')`,

  `CREATE TABLE letter_contents (
    letter uuid PRIMARY KEY,
    sealed bytea NOT NULL,
    wrapped_key bytea NOT NULL
  ) WITH (toast_tuple_target = 8160)`,
  'ALTER TABLE letter_contents ALTER COLUMN sealed SET STORAGE EXTERNAL',

  `CREATE TABLE letter_events (
    id uuid PRIMARY KEY,
    position bigint GENERATED ALWAYS AS IDENTITY,
    letter uuid,
    sender text NOT NULL,
    supplier text,
    subject text NOT NULL,
    conversation_id text,
    reference text,
    sequence integer,
    type text NOT NULL,
    status_after text NOT NULL,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    data jsonb NOT NULL,
    source_key text,
    published_at timestamptz,
    CONSTRAINT letter_events_letter_sequence UNIQUE (letter, sequence)
  ) WITH (${QUEUE_OPTIONS})`,
  'CREATE INDEX letter_events_unpublished ON letter_events (position) WHERE published_at IS NULL',
  'CREATE UNIQUE INDEX letter_events_source_key ON letter_events (source_key) WHERE source_key IS NOT NULL',
  'CREATE INDEX letter_events_without_letter ON letter_events (sender, subject) WHERE letter IS NULL',

  `CREATE TABLE deposits (
    id uuid PRIMARY KEY,
    ordinal bigint GENERATED ALWAYS AS IDENTITY,
    letter uuid NOT NULL,
    channel text NOT NULL,
    conversation_id text NOT NULL,
    step smallint NOT NULL,
    state text NOT NULL DEFAULT 'started',
    reference text,
    started_at timestamptz NOT NULL DEFAULT now(),
    accepted_at timestamptz,
    next_poll_at timestamptz,
    poll_hinted boolean NOT NULL DEFAULT false,
    polls integer NOT NULL DEFAULT 0,
    lease_owner text,
    lease_until timestamptz,
    CONSTRAINT deposits_channel_conversation_id UNIQUE (channel, conversation_id)
  ) WITH (${QUEUE_OPTIONS})`,
  'CREATE INDEX deposits_letter ON deposits (letter)',
  'CREATE INDEX deposits_channel_reference ON deposits (channel, reference) WHERE reference IS NOT NULL',
  'CREATE INDEX deposits_to_poll ON deposits (channel, next_poll_at) WHERE next_poll_at IS NOT NULL',

  `CREATE TABLE provider_receipts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel text NOT NULL,
    source_id text NOT NULL,
    raw bytea NOT NULL,
    raw_media_type text NOT NULL,
    received_at timestamptz NOT NULL,
    verdict text NOT NULL,
    event_type text,
    event_at timestamptz,
    reason jsonb,
    deposit uuid,
    letter uuid,
    CONSTRAINT provider_receipts_channel_source_id UNIQUE (channel, source_id)
  )`,
  `CREATE INDEX provider_receipts_to_look_at ON provider_receipts (verdict, id) WHERE verdict <> 'recorded'`,
  'CREATE INDEX provider_receipts_letter ON provider_receipts (letter) WHERE letter IS NOT NULL',

  `CREATE TABLE poller_leases (
    name text PRIMARY KEY,
    owner text NOT NULL,
    until timestamptz NOT NULL
  )`,

  `CREATE TABLE documents (
    id uuid PRIMARY KEY,
    sender text NOT NULL,
    supplier text,
    media_type text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    wrapped_key bytea NOT NULL,
    uploaded_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    letter uuid
  )`,
  'CREATE INDEX documents_unused ON documents (expires_at) WHERE letter IS NULL',

  `DO $$ BEGIN
    ALTER TABLE letters ALTER COLUMN plan SET COMPRESSION lz4;
    ALTER TABLE letter_events ALTER COLUMN data SET COMPRESSION lz4;
    ALTER TABLE provider_receipts ALTER COLUMN raw SET COMPRESSION lz4;
  EXCEPTION WHEN feature_not_supported THEN NULL;
  END $$`,
];
