import { AltinnProblem } from './altinn-problems.js';
import type { AltinnLetters } from './altinn-letters.js';
import { CORRESPONDENCE_STATUSES, highestStatus, type CorrespondenceRecord } from './altinn-records.js';
import { bareResourceId, resourceOf } from './altinn-resources.js';
import type { AltinnCaller } from './altinn-tokens.js';
import { READ, WRITE } from './altinn-endpoint.js';
import { isParty } from './letter-access.js';
import { readModel, type Model } from './model-reader.js';

/** `GET /correspondence` (registers reference 1.2): ids only, at most 1000, those published last first. */
interface Search {
  readonly resourceId: string;
  readonly role: 'Recipient' | 'Sender' | 'RecipientAndSender';
  readonly from?: string;
  readonly to?: string;
  readonly status?: string;
  readonly sendersReference?: string;
  readonly idempotentKey?: string;
}

const MAX_IDS = 1_000;
const SEARCH_MODEL: Model = {
  kind: 'object',
  fields: {
    resourceId: { kind: 'text', min: 1, max: 255 },
    role: { kind: 'choice', words: ['RecipientAndSender', 'Recipient', 'Sender'] },
    from: { kind: 'time' },
    to: { kind: 'time' },
    status: { kind: 'choice', words: CORRESPONDENCE_STATUSES },
    onBehalfOf: { kind: 'text' },
    sendersReference: { kind: 'text' },
    idempotentKey: { kind: 'uuid' },
    altinn2CorrespondenceId: { kind: 'whole' },
  },
  required: ['resourceId', 'role'],
};

/** Throws AltinnModelProblem, 1027 or 4001. */
export function searchLetters(query: URLSearchParams, caller: AltinnCaller, letters: AltinnLetters): readonly string[] {
  const search = readModel(SEARCH_MODEL, Object.fromEntries(query), 'form') as unknown as Search;
  const [from, to] = [Date.parse(search.from ?? ''), Date.parse(search.to ?? '')];
  if (from > to) throw new AltinnProblem(1027);
  const resourceId = bareResourceId(search.resourceId);
  const asSender = search.role !== 'Recipient' && caller.scopes.has(WRITE);
  const asRecipient = search.role !== 'Sender' && caller.scopes.has(READ);
  const isOwner = caller.organisation !== undefined && resourceOf(resourceId)?.owner === caller.organisation;
  if (!asRecipient && !(asSender && isOwner)) throw new AltinnProblem(4001);
  const isVisible = (record: CorrespondenceRecord): boolean =>
    (asSender && isOwner) || (asRecipient && isParty(record.recipient, caller) && record.stage === 'published');
  const isRecipientOnly = !(asSender && isOwner);
  return candidates(search, resourceId, isRecipientOnly ? caller : undefined, letters)
    .map((id) => letters.get(id))
    .filter((record) => record !== undefined)
    .filter((record) => record.letter.resourceId === resourceId && isVisible(record))
    .filter((record) => isWithin(Date.parse(record.publishAt), from, to))
    .filter((record) => search.status === undefined || highestStatus(record.history)?.status === search.status)
    .sort((left, right) => Date.parse(right.publishAt) - Date.parse(left.publishAt))
    .slice(0, MAX_IDS)
    .map(({ id }) => id);
}

/** By the narrowest index that the question allows. */
function candidates(
  search: Search,
  resourceId: string,
  recipient: AltinnCaller | undefined,
  letters: AltinnLetters,
): readonly string[] {
  const { idempotentKey, sendersReference } = search;
  if (idempotentKey !== undefined) {
    const id = letters.idOfKey(idempotentKey);
    return id === undefined ? [] : [id];
  }
  if (sendersReference !== undefined) return letters.ofReference(sendersReference);
  if (recipient === undefined) return letters.ofResource(resourceId);
  return letters.ofParty(recipient.person ?? recipient.organisation ?? '');
}

function isWithin(time: number, from: number, to: number): boolean {
  return !(time < from) && !(time > to);
}
