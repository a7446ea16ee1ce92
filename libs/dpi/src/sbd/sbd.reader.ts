import { fromIso6523 } from '#domain/identifiers.js';
import { err, ok, type Result } from '#domain/result.js';
import type { ShapeProblem } from './json-shape.js';
import type { DigitalBody, MovedBody, PrintBody, ReceiptBody, SbdHeader } from './sbd.js';
import { sbdProblems, sbdTypeOf } from './sbd-shapes.js';
import { isReceiptType, type LetterType, type ReceiptType, type SbdType } from './sbd-type.js';
import { parseStrictJson } from './strict-json.js';

/** A message that has the shape it should; nothing here is trusted before the JWS is verified. */
export type ReadSbd = ReadLetter | ReadReceipt;
export type ReadLetter = { readonly [Type in LetterType]: ReadMessage<Type> }[LetterType];
export type ReadReceipt = ReadMessage<ReceiptType>;

type ReadMessage<Type extends SbdType> = ReadHeader & { readonly type: Type; readonly body: Bodies[Type] };
type Bodies = Readonly<Record<ReceiptType, ReceiptBody>> & {
  readonly digital: DigitalBody;
  readonly utskrift: PrintBody;
  readonly flyttet: MovedBody;
};

interface ReadHeader {
  readonly messageId: string;
  readonly conversationId: string;
  /** Nine digits. */
  readonly from: string;
  readonly to: string;
  readonly createdAt: Date;
  /** expectedResponseDateTime: the message's time to live. */
  readonly answerBefore?: Date;
}

export function isReceipt(sbd: ReadSbd): sbd is ReadReceipt {
  return isReceiptType(sbd.type);
}

export function readSbd(payload: Buffer): Result<ReadSbd, readonly ShapeProblem[]> {
  const json = parseStrictJson(payload);
  if (!json.ok) return err([json.error]);
  const parsed = json.value;
  const problems = sbdProblems(parsed);
  const type = sbdTypeOf(parsed);
  if (problems.length > 0 || type === undefined) return err(problems);
  // The shapes have just shown that it is one of these.
  const { standardBusinessDocument: document } = parsed as { standardBusinessDocument: Record<string, unknown> };
  const header = document['standardBusinessDocumentHeader'] as SbdHeader;
  return ok({
    messageId: header.documentIdentification.instanceIdentifier.toLowerCase(),
    conversationId: header.businessScope.scope[0].instanceIdentifier.toLowerCase(),
    from: fromIso6523(header.sender[0].identifier.value) ?? '',
    to: fromIso6523(header.receiver[0].identifier.value) ?? '',
    createdAt: new Date(header.documentIdentification.creationDateAndTime),
    ...answerBefore(header),
    type,
    body: document[type],
  } as ReadSbd);
}

function answerBefore({ businessScope }: SbdHeader): Pick<ReadHeader, 'answerBefore'> {
  const [information] = businessScope.scope[0].scopeInformation ?? [];
  const time = information?.expectedResponseDateTime;
  return time === undefined ? {} : { answerBefore: new Date(time) };
}
