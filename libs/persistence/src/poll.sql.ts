/** As the claim of letters, by the partial index of deposits that are still asked about. */
export const CLAIM_POLLS = `
WITH due AS MATERIALIZED (
  SELECT d.id
  FROM unnest($1::text[]) AS c (channel)
  CROSS JOIN LATERAL (
    SELECT id FROM deposits
    WHERE channel = c.channel AND next_poll_at <= $3 AND (lease_until IS NULL OR lease_until < now())
    ORDER BY next_poll_at
    LIMIT $4
    FOR UPDATE SKIP LOCKED
  ) d
  LIMIT $4
), leased AS (
  UPDATE deposits
  SET lease_owner = $2, lease_until = now() + $5 * interval '1 millisecond', poll_hinted = false, polls = polls + 1
  FROM due
  WHERE deposits.id = due.id
  RETURNING deposits.*
)
SELECT d.id AS "depositId", d.channel, d.conversation_id AS "conversationId", d.reference, l.sender,
  coalesce(l.supplier, l.sender) AS signer, d.started_at AS "startedAt", d.accepted_at AS "acceptedAt", d.polls - 1 AS polls
FROM leased d
JOIN letters l ON l.id = d.letter
ORDER BY d.next_poll_at`;

/** A hint that came while we asked is newer than our answer: its time stands. */
export const RECORD_POLL = `
UPDATE deposits SET
  next_poll_at = CASE WHEN poll_hinted THEN next_poll_at ELSE $2 END,
  lease_owner = NULL,
  lease_until = NULL
WHERE id = $1`;

export const POLL_SOON = `
WITH hinted AS (
  UPDATE deposits SET next_poll_at = least(next_poll_at, $3), poll_hinted = true
  WHERE channel = $1 AND reference = ANY ($2::text[])
  RETURNING id
)
SELECT count(*)::integer AS hinted FROM hinted`;

export const TAKE_LEASE = `
INSERT INTO poller_leases (name, owner, until) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
WHERE poller_leases.owner = excluded.owner OR poller_leases.until < now()
RETURNING name`;

export const RELEASE_LEASE = 'DELETE FROM poller_leases WHERE name = $1 AND owner = $2';
