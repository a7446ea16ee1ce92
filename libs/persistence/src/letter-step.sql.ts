/**
 * One statement for a batch of steps: letters, deposits and events of all of them, guarded by version and lease.
 *
 * `locked` takes the row locks in id order, so that batches that overlap wait and do not dead-lock; rows whose version
 * or owner changed meanwhile fall out there, and with them everything that belongs to them. `fresh` drops receipts that
 * are in the log already *before* they are numbered, so the sequence has no holes. That look-up is safe though it sees
 * an older snapshot: whoever logged the same source key for this letter has changed its version too.
 *
 * A new deposit takes the letter's conversationId when no deposit of its channel has it, else its own id. The conflict
 * is left to the unique index (`named`, then `renamed` for what it refused), because only the index also knows what
 * other transactions and this very statement are inserting.
 */
export const RECORD_STEPS = `
WITH input AS MATERIALIZED (
  SELECT * FROM unnest(
    $1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::integer[], $8::timestamptz[],
    $9::text[], $10::boolean[], $11::timestamptz[], $12::boolean[], $13::boolean[]
  ) AS t (
    id, version, owner, state, plan, step_index, attempts, due_at,
    last_failure, sets_failure, read_deadline_at, sets_read_deadline, releases
  )
), locked AS MATERIALIZED (
  SELECT l.id, l.sender, l.supplier, l.letter_id, l.conversation_id, l.reference, l.state, l.next_sequence
  FROM letters l
  JOIN input i ON i.id = l.id
  WHERE l.version = i.version AND (i.owner IS NULL OR l.lease_owner = i.owner)
  ORDER BY l.id
  FOR UPDATE OF l
), fresh AS MATERIALIZED (
  SELECT e.*, (row_number() OVER (PARTITION BY e.letter ORDER BY e.ordinal) - 1)::integer AS nth
  FROM unnest(
    $14::uuid[], $15::uuid[], $16::text[], $17::text[], $18::timestamptz[], $19::text[], $20::text[]
  ) WITH ORDINALITY AS e (letter, id, type, status_after, at, data, source_key, ordinal)
  JOIN locked ON locked.id = e.letter
  WHERE e.source_key IS NULL OR NOT EXISTS (SELECT 1 FROM letter_events known WHERE known.source_key = e.source_key)
), counted AS (
  SELECT letter, count(*)::integer AS events FROM fresh GROUP BY letter
), stepped AS (
  UPDATE letters l SET
    state = i.state,
    version = l.version + 1,
    next_sequence = l.next_sequence + coalesce(counted.events, 0),
    resume_state = CASE
      WHEN l.state = 'held' THEN l.resume_state
      WHEN i.state = 'held' THEN l.state
    END,
    plan = coalesce(i.plan::jsonb, l.plan),
    step_index = coalesce(i.step_index, l.step_index),
    attempts = i.attempts,
    due_at = i.due_at,
    last_failure = CASE WHEN i.sets_failure THEN i.last_failure::jsonb ELSE l.last_failure END,
    read_deadline_at = CASE WHEN i.sets_read_deadline THEN i.read_deadline_at ELSE l.read_deadline_at END,
    lease_owner = CASE WHEN i.releases AND i.owner IS NOT NULL THEN NULL ELSE l.lease_owner END,
    lease_until = CASE WHEN i.releases AND i.owner IS NOT NULL THEN NULL ELSE l.lease_until END
  FROM input i
  JOIN locked ON locked.id = i.id
  LEFT JOIN counted ON counted.letter = i.id
  WHERE l.id = i.id
  RETURNING l.id
), logged AS (
  INSERT INTO letter_events (
    id, letter, sender, supplier, subject, conversation_id, reference, sequence, type, status_after, at, data, source_key
  )
  SELECT f.id, k.id, k.sender, k.supplier, k.letter_id, k.conversation_id, k.reference, k.next_sequence + f.nth, f.type,
    coalesce(f.status_after, k.state), f.at, f.data::jsonb, f.source_key
  FROM fresh f
  JOIN locked k ON k.id = f.letter
  ORDER BY f.ordinal
), wanted AS MATERIALIZED (
  SELECT d.id, k.id AS letter, d.channel, d.step, d.started_at, k.conversation_id
  FROM unnest($21::uuid[], $22::uuid[], $23::text[], $24::smallint[], $25::timestamptz[]) AS d (letter, id, channel, step, started_at)
  JOIN locked k ON k.id = d.letter
  ORDER BY d.channel, k.conversation_id, d.id
), named AS (
  INSERT INTO deposits (id, letter, channel, step, started_at, conversation_id)
  SELECT id, letter, channel, step, coalesce(started_at, now()), conversation_id FROM wanted
  ON CONFLICT (channel, conversation_id) DO NOTHING
  RETURNING id
), renamed AS (
  INSERT INTO deposits (id, letter, channel, step, started_at, conversation_id)
  SELECT id, letter, channel, step, coalesce(started_at, now()), id::text FROM wanted
  WHERE NOT EXISTS (SELECT 1 FROM named WHERE named.id = wanted.id)
), changed AS (
  UPDATE deposits d SET
    state = c.state,
    reference = coalesce(c.reference, d.reference),
    accepted_at = coalesce(c.accepted_at, d.accepted_at),
    next_poll_at = CASE WHEN c.sets_poll THEN c.next_poll_at ELSE d.next_poll_at END
  FROM unnest(
    $26::uuid[], $27::uuid[], $28::text[], $29::text[], $30::timestamptz[], $31::timestamptz[], $32::boolean[]
  ) AS c (letter, id, state, reference, accepted_at, next_poll_at, sets_poll)
  JOIN locked k ON k.id = c.letter
  WHERE d.id = c.id AND d.letter = k.id
)
SELECT id, (SELECT pg_notify($33, '') WHERE EXISTS (SELECT 1 FROM fresh)) AS told FROM stepped`;
