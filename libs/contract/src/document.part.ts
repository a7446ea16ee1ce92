import { MEDIA_TYPES } from './media-types.js';
import { Optional, Required, RequiredPart, Together } from './message-shape.js';
import { fileNameRule, sha256Rule, textRule, uuidRule } from './text-rules.js';
import { base64Rule, oneOfRule } from './value-rules.js';

/** Inline (`base64`), or uploaded before (`documentId`, and `sha256` for those who want it checked). */
@Together({
  oneOf: [
    { required: ['base64'], not: { anyOf: [{ required: ['documentId'] }, { required: ['sha256'] }] } },
    { required: ['documentId'], not: { required: ['base64'] } },
  ],
})
export class DocumentContentPart {
  @Optional(base64Rule())
  base64?: string;

  @Optional(uuidRule())
  documentId?: string;

  @Optional(sha256Rule())
  sha256?: string;
}

/** One document of the letter; the first is the main document. File names are unique within a letter. */
export class DocumentPart {
  @Required(textRule({ max: 255 }))
  title!: string;

  @Required(fileNameRule())
  fileName!: string;

  @Required(oneOfRule(MEDIA_TYPES, 'UNKNOWN_MEDIA_TYPE'))
  mediaType!: string;

  @RequiredPart(DocumentContentPart)
  content!: DocumentContentPart;
}
