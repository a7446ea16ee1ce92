import type { AltinnLetters } from './altinn-letters.js';
import { partyOf } from './altinn-parties.js';
import { AltinnProblem } from './altinn-problems.js';
import { hasStatus, type CorrespondenceRecord } from './altinn-records.js';
import type { AltinnCaller } from './altinn-tokens.js';
import type { Viewer } from './altinn-views.js';
import { READ, WRITE } from './altinn-endpoint.js';
import type { LetterPublisher } from './letter-publisher.js';

/**
 * Who may see a letter: the owner of its resource and its recipient, each with the scope for it. Nobody else learns
 * that it exists, nor does the recipient before it is published or after it is purged (1001).
 */
export class LetterAccess {
  constructor(
    private readonly letters: AltinnLetters,
    private readonly publisher: LetterPublisher,
  ) {}

  /** Throws 1001. */
  async asEither(id: string, caller: AltinnCaller): Promise<{ record: CorrespondenceRecord; viewer: Viewer }> {
    if (this.isRecipient(id, caller)) return { record: await this.asRecipient(id, caller), viewer: 'recipient' };
    return { record: this.asSender(id, caller), viewer: 'sender' };
  }

  /** Publishes a letter that is due when the recipient is quicker than the job. Throws 1001. */
  async asRecipient(id: string, caller: AltinnCaller): Promise<CorrespondenceRecord> {
    if (!this.isRecipient(id, caller)) throw new AltinnProblem(1001);
    await this.publisher.publishIfDue(id);
    const record = this.letters.get(id);
    if (record?.stage !== 'published') throw new AltinnProblem(1001);
    return record;
  }

  /** Also what the recipient has purged; not what it has purged itself. Throws 1001. */
  asSender(id: string, caller: AltinnCaller): CorrespondenceRecord {
    const record = this.letters.get(id);
    const isSender = caller.scopes.has(WRITE) && caller.organisation === record?.owner;
    if (record === undefined || !isSender || hasStatus(record, 'PurgedByAltinn')) throw new AltinnProblem(1001);
    return record;
  }

  private isRecipient(id: string, caller: AltinnCaller): boolean {
    const record = this.letters.get(id);
    return record !== undefined && caller.scopes.has(READ) && isParty(record.recipient, caller);
  }
}

export function isParty(recipient: string, { person, organisation }: AltinnCaller): boolean {
  const party = partyOf(recipient);
  return party !== undefined && party.id === (party.kind === 'organisation' ? organisation : person);
}
