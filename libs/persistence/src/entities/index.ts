import { DepositEntity } from './deposit.entity.js';
import { DocumentEntity } from './document.entity.js';
import { LetterEventEntity } from './letter-event.entity.js';
import { LetterEntity } from './letter.entity.js';

/** Entities are for reading and for the rare write; the hot statements are SQL in the stores. */
export const ENTITIES = [LetterEntity, LetterEventEntity, DepositEntity, DocumentEntity];
