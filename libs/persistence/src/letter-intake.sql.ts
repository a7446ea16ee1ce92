/** The statements of LetterIntakeStore; arrays are columns, read side by side by unnest. */

/**
 * One statement, because its parts must commit together and a round trip each would cost more than the inserts. The
 * sealed contents come as one run of bytes that is cut here: as an array they would be sent in hexadecimal, at twice
 * the size, and that is what limits letters with documents.
 * `ON CONFLICT DO NOTHING` waits for another gateway that is inserting the same key, and leaves out what is taken.
 * A letter whose earlier tries were rejected under the same id goes on with their sequence, so that a subscriber never
 * sees a number twice; they lie in a partial index of their own, in which most letters have nothing.
 */
export const ACCEPT_LETTERS = `
WITH input AS MATERIALIZED (
  SELECT t.*, coalesce((
    SELECT max(e.sequence) FROM letter_events e
    WHERE e.letter IS NULL AND e.sender = t.sender AND e.subject = t.letter_id
  ), 0) + 1 AS sequence
  FROM unnest(
    $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::text[], $9::text[],
    $10::bytea[], $11::bytea[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[], $16::uuid[]
  ) AS t (
    id, sender, supplier, letter_id, conversation_id, reference, priority, legal_effect, recipient_kind,
    recipient_key, content_hash, received_at, available_from, expires_at, due_at, event_id
  )
), inserted AS (
  INSERT INTO letters (
    id, sender, supplier, letter_id, conversation_id, reference, priority, legal_effect, recipient_kind,
    recipient_key, content_hash, received_at, available_from, expires_at, due_at, next_sequence
  )
  SELECT id, sender, supplier, letter_id, conversation_id, reference, priority, legal_effect, recipient_kind,
    recipient_key, content_hash, received_at, available_from, expires_at, due_at, sequence + 1
  FROM input
  ON CONFLICT (sender, letter_id) DO NOTHING
  RETURNING id
), contents AS (
  INSERT INTO letter_contents (letter, sealed, wrapped_key, sealed_recipient)
  SELECT c.id, substring($17::bytea FROM c.first FOR c.length), c.wrapped_key, c.recipient
  FROM unnest($1::uuid[], $18::integer[], $19::integer[], $20::bytea[], $24::bytea[])
    AS c (id, first, length, wrapped_key, recipient)
  JOIN inserted USING (id)
), logged AS (
  INSERT INTO letter_events (
    id, letter, sender, supplier, subject, conversation_id, reference, sequence, type, status_after, at, data
  )
  SELECT i.event_id, i.id, i.sender, i.supplier, i.letter_id, i.conversation_id, i.reference, i.sequence, 'received',
    'received', i.received_at, '{}'
  FROM input i
  JOIN inserted USING (id)
), used AS (
  UPDATE documents d SET letter = u.letter
  FROM unnest($21::uuid[], $22::uuid[]) AS u (document, letter)
  JOIN inserted ON inserted.id = u.letter
  WHERE d.id = u.document AND d.letter IS NULL
)
SELECT id, (SELECT pg_notify($23, '')) AS told FROM inserted`;

export const STORED_HASHES = `
SELECT l.sender, l.letter_id AS "letterId", l.content_hash AS "contentHash"
FROM letters l
JOIN unnest($1::text[], $2::text[]) AS k (sender, letter_id) USING (sender, letter_id)`;

/**
 * The event id is the idempotency key: a message that the broker delivers again is rejected once. The rejections under
 * one id are numbered from 1 as long as no letter has it; then they are no step in that letter's life and get no number.
 */
export const RECORD_REJECTIONS = `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest(
    $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[]
  ) WITH ORDINALITY AS t (id, sender, supplier, subject, conversation_id, reference, at, data, ordinal)
  WHERE NOT EXISTS (SELECT 1 FROM letter_events e WHERE e.id = t.id)
), numbered AS (
  SELECT i.*, CASE
    WHEN EXISTS (SELECT 1 FROM letters l WHERE l.sender = i.sender AND l.letter_id = i.subject) THEN NULL
    ELSE coalesce((
      SELECT max(e.sequence) FROM letter_events e
      WHERE e.letter IS NULL AND e.sender = i.sender AND e.subject = i.subject
    ), 0) + (row_number() OVER (PARTITION BY i.sender, i.subject ORDER BY i.ordinal))::integer
  END AS sequence
  FROM input i
), logged AS (
  INSERT INTO letter_events (
    id, sender, supplier, subject, conversation_id, reference, sequence, type, status_after, at, data
  )
  SELECT id, sender, supplier, subject, conversation_id, reference, sequence, 'rejected', 'rejected', at, data::jsonb
  FROM numbered
  ORDER BY ordinal
  ON CONFLICT (id) DO NOTHING
  RETURNING id
)
SELECT count(*), (SELECT pg_notify($9, '') WHERE EXISTS (SELECT 1 FROM logged)) AS told FROM logged`;
