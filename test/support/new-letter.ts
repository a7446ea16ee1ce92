import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { NewLetter } from '#persistence/records/new-letter.js';

/** A letter for the stores, all synthetic; its content is noise, for the stores never look inside. */
export function newLetter(overrides: Partial<NewLetter> = {}): NewLetter {
  const letterId = overrides.letterId ?? randomUUID();
  const receivedAt = overrides.receivedAt ?? new Date('2026-11-23T08:00:00.000Z');
  return {
    id: randomUUID(),
    sender: '313000001',
    letterId,
    conversationId: letterId,
    priority: 'normal',
    contentHash: createHash('sha256').update(letterId).digest(),
    recipientKey: randomBytes(32),
    recipientKind: 'person',
    legalEffect: 'decision',
    sealedContent: randomBytes(300),
    wrappedKey: randomBytes(62),
    dueAt: receivedAt,
    receivedAt,
    eventId: randomUUID(),
    documentIds: [],
    ...overrides,
  };
}
