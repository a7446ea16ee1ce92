/** A receipt told twice at the same time waits here for the other to commit and then finds it taken. */
export const KEEP_RECEIPT = `
INSERT INTO provider_receipts (channel, source_id, raw, raw_media_type, received_at, verdict, event_type, event_at, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)
ON CONFLICT (channel, source_id) DO NOTHING
RETURNING id`;

/** Nothing when what is kept has the same bytes; else the digest of the new ones. */
export const KEPT_OTHER_BYTES = `
SELECT encode(sha256($3), 'hex') AS digest FROM provider_receipts WHERE channel = $1 AND source_id = $2 AND raw <> $3`;

/** One that fitted nothing is tried again: its deposit may have been answered since. */
export const KEPT_UNMATCHED = `
SELECT id FROM provider_receipts WHERE channel = $1 AND source_id = $2 AND verdict = 'unmatched' FOR UPDATE`;

/**
 * The deposit id is the surest, then the provider's own id, then what we called the letter there. Only within the
 * channel: the others' ids mean nothing here.
 */
export const MATCH_DEPOSIT = `
SELECT id, letter FROM deposits
WHERE channel = $1 AND (id = $2::uuid OR reference = $3 OR conversation_id = $4)
ORDER BY (id = $2::uuid) IS TRUE DESC, (reference = $3) IS TRUE DESC, ordinal DESC
LIMIT 1`;

/** The lock holds back the dispatcher and other receipts until the decision is recorded. */
export const LOCK_LETTER = `
SELECT l.id, l.sender, l.supplier, l.letter_id AS "letterId", l.conversation_id AS "conversationId", l.reference, l.state,
  l.version, l.plan, l.step_index AS "stepIndex", l.attempts, l.due_at AS "dueAt", l.expires_at AS "expiresAt",
  l.read_deadline_at AS "readDeadlineAt", coalesce(l.lease_until > clock_timestamp(), false) AS "isLeased"
FROM letters l WHERE l.id = $1
FOR UPDATE`;

/** Read after the lock is held, and so as the last holder left it. */
export const READ_DEPOSIT = `
SELECT d.id AS "depositId", d.channel AS "depositChannel", d.conversation_id AS "depositConversationId",
  d.state AS "depositState", d.step AS "depositStep", d.reference AS "depositReference",
  d.started_at AS "depositStartedAt", d.accepted_at AS "depositAcceptedAt",
  NOT EXISTS (SELECT 1 FROM deposits later WHERE later.letter = d.letter AND later.ordinal > d.ordinal) AS "isLatestDeposit"
FROM deposits d WHERE d.id = $1`;

export const SETTLE_RECEIPT = `
UPDATE provider_receipts SET verdict = $2, deposit = $3, letter = $4 WHERE id = $1`;
