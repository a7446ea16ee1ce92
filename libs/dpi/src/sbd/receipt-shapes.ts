import { ORGANISATION, SENDER } from './common-shapes.js';
import { aDateTime, anObject, aString, oneOf, type Shape } from './json-shape.js';
import type { ReceiptType } from './sbd-type.js';

const RECEIPT_FIELDS = {
  avsender: SENDER,
  mottaker: anObject({
    required: { virksomhetsidentifikator: ORGANISATION },
    optional: { motakeridentifikator: aString({ max: 100 }) },
    others: 'open',
  }),
  tidspunkt: aDateTime,
};
/** The schema took the token out in 2021, the text has it still: tolerated and not read (DPI reference, appendix A 6). */
const TOLERATED = { maskinportentoken: aString() };
const RECEIPT = anObject({ required: RECEIPT_FIELDS, optional: TOLERATED, others: 'closed' });

/** Bodies of the messages about a letter. */
export const RECEIPT_SHAPES: Readonly<Record<ReceiptType, Shape>> = {
  leveringskvittering: RECEIPT,
  aapningskvittering: RECEIPT,
  mottakskvittering: RECEIPT,
  returpostkvittering: RECEIPT,
  varslingfeiletkvittering: anObject({
    required: { ...RECEIPT_FIELDS, varslingskanal: oneOf('epost', 'sms') },
    optional: { ...TOLERATED, beskrivelse: aString() },
    others: 'closed',
  }),
  feil: anObject({
    required: { ...RECEIPT_FIELDS, feiltype: oneOf('KLIENT', 'SERVER') },
    optional: { ...TOLERATED, detaljer: aString() },
    others: 'closed',
  }),
};
