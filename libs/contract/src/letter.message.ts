import {
  LANGUAGES,
  LEGAL_EFFECTS,
  SECURITY_LEVELS,
  type Language,
  type LegalEffect,
  type SecurityLevel,
} from '#domain/letter.js';
import { DeliveryPart } from './delivery.part.js';
import { DocumentPart } from './document.part.js';
import { Optional, OptionalPart, Required, RequiredPart, RequiredParts } from './message-shape.js';
import { NotificationPart } from './notification.part.js';
import { PrintPart } from './print.part.js';
import { RecipientPart } from './recipient.part.js';
import { SenderPart } from './sender.part.js';
import { instantRule, textRule, uuidRule } from './text-rules.js';
import { booleanRule, oneOfRule } from './value-rules.js';

/** The letter message of contract 4, as it stands on the wire. */
export class LetterMessage {
  @Required(uuidRule())
  letterId!: string;

  @RequiredPart(SenderPart)
  sender!: SenderPart;

  @RequiredPart(RecipientPart)
  recipient!: RecipientPart;

  @Optional(textRule({ max: 500 }))
  reference?: string;

  @Optional(uuidRule())
  conversationId?: string;

  @Required(oneOfRule(LEGAL_EFFECTS))
  legalEffect!: LegalEffect;

  @Required(oneOfRule(SECURITY_LEVELS))
  securityLevel!: SecurityLevel;

  @Required(textRule({ max: 255 }))
  title!: string;

  @Optional(textRule({ max: 1_000, lines: 'several' }))
  summary?: string;

  @Optional(oneOfRule(LANGUAGES))
  language?: Language;

  @RequiredParts(DocumentPart, { minItems: 1, maxItems: 201 })
  documents!: DocumentPart[];

  @Optional(instantRule())
  availableFrom?: string;

  @Optional(instantRule())
  expiresAt?: string;

  @Optional(booleanRule())
  openReceipt?: boolean;

  @OptionalPart(NotificationPart)
  notification?: NotificationPart;

  @OptionalPart(DeliveryPart)
  delivery?: DeliveryPart;

  @OptionalPart(PrintPart)
  print?: PrintPart;
}
