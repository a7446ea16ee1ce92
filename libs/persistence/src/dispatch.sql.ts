/**
 * Two ranges of one partial index, prioritised letters first, each read oldest first and only as far as it is needed.
 * SKIP LOCKED lets any number of dispatchers claim side by side; the lock is re-checked against `lease_until`, so a
 * letter is never leased twice. What is due is domain time (the caller's); how long a lease runs is the database's own,
 * because the sandbox may move the other by days.
 *
 * A lease that was not released belongs to a dispatcher that died, or is cut off and goes on: what it had begun may have
 * been done, or be done yet. So a hand-over that it had started becomes ambiguous for good in the claim itself, whatever
 * the next dispatcher comes to, and what was known of an earlier failure counts no more.
 */
export const CLAIM_LETTERS = `
WITH due AS MATERIALIZED (
  SELECT l.id, l.lease_until
  FROM (VALUES (1::smallint), (0::smallint)) AS p (priority)
  CROSS JOIN LATERAL (
    SELECT id, lease_until FROM letters
    WHERE priority = p.priority AND due_at <= $2 AND (lease_until IS NULL OR lease_until < now())
    ORDER BY due_at
    LIMIT $3
    FOR UPDATE SKIP LOCKED
  ) l
  LIMIT $3
), leased AS (
  UPDATE letters SET lease_owner = $1, lease_until = now() + $4 * interval '1 millisecond',
    last_failure = CASE WHEN due.lease_until IS NULL THEN last_failure END
  FROM due
  WHERE letters.id = due.id
  RETURNING letters.*, due.lease_until IS NOT NULL AS abandoned
), doubted AS (
  UPDATE deposits SET state = 'ambiguous' FROM due
  WHERE deposits.letter = due.id AND due.lease_until IS NOT NULL AND deposits.state = 'started'
)
SELECT l.id, l.sender, l.supplier, l.letter_id AS "letterId", l.conversation_id AS "conversationId", l.reference, l.priority,
  l.state, l.version, l.plan, l.step_index AS "stepIndex", l.attempts, l.due_at AS "dueAt", l.received_at AS "receivedAt",
  l.available_from AS "availableFrom", l.expires_at AS "expiresAt", l.read_deadline_at AS "readDeadlineAt",
  l.resume_state AS "resumeState", l.last_failure AS "lastFailure", coalesce(c.sealed, '') AS "sealedContent",
  coalesce(c.wrapped_key, '') AS "wrappedKey",
  d.id AS "depositId", d.channel AS "depositChannel", d.conversation_id AS "depositConversationId",
  CASE WHEN l.abandoned AND d.state = 'started' THEN 'ambiguous' ELSE d.state END AS "depositState", d.step AS "depositStep", d.reference AS "depositReference",
  d.started_at AS "depositStartedAt", d.accepted_at AS "depositAcceptedAt"
FROM leased l
LEFT JOIN letter_contents c ON c.letter = l.id
LEFT JOIN LATERAL (SELECT * FROM deposits WHERE letter = l.id ORDER BY ordinal DESC LIMIT 1) d ON true
ORDER BY l.priority DESC, l.due_at`;

/**
 * Who the next letters in the claim's own order are to, without a lease: another dispatcher may claim them, and then
 * their recipients were looked up in vain, no more. The content beside the recipient is not read from disk.
 */
export const WAITING_RECIPIENTS = `
SELECT w.id, w.recipient_kind AS kind, c.sealed_recipient AS "sealedRecipient", c.wrapped_key AS "wrappedKey"
FROM (
  SELECT l.id, l.recipient_kind
  FROM (VALUES (1::smallint), (0::smallint)) AS p (priority)
  CROSS JOIN LATERAL (
    SELECT id, recipient_kind, due_at FROM letters
    WHERE priority = p.priority AND due_at <= $1 AND (lease_until IS NULL OR lease_until < now())
      AND state IN ('received', 'routed')
    ORDER BY due_at
    LIMIT $2
  ) l
  ORDER BY p.priority DESC, l.due_at
  LIMIT $2
) w
JOIN letter_contents c ON c.letter = w.id
WHERE c.sealed_recipient IS NOT NULL`;

/**
 * A letter that somebody else has by now is left alone. One that is locked waits for the next beat: to wait for it here
 * would let the leases of all the others run out.
 */
export const EXTEND_LEASES = `
WITH mine AS (
  SELECT id FROM letters WHERE id = ANY ($2::uuid[]) AND lease_owner = $1 ORDER BY id FOR UPDATE SKIP LOCKED
)
UPDATE letters SET lease_until = now() + $3 * interval '1 millisecond' FROM mine WHERE letters.id = mine.id`;

/** One index probe per priority; letters that somebody works on are no reason to wake up. */
export const NEXT_DUE_AT = `
SELECT min(l.due_at) AS "dueAt"
FROM (VALUES (1::smallint), (0::smallint)) AS p (priority)
CROSS JOIN LATERAL (
  SELECT due_at FROM letters
  WHERE priority = p.priority AND due_at IS NOT NULL AND (lease_until IS NULL OR lease_until < now())
  ORDER BY due_at
  LIMIT 1
) l`;
