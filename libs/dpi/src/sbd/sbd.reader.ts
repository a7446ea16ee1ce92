import { fromIso6523 } from '#domain/identifiers.js';
import { err, ok, type Result } from '#domain/result.js';
import type { ShapeProblem } from './json-shape.js';
import type { DigitalBody, ReceiptBody, SbdHeader } from './sbd.js';
import { sbdProblems, sbdTypeOf, type SbdType } from './sbd-shapes.js';

export type ReceiptType = Exclude<SbdType, 'digital'>;

/** A message that has the shape it should; nothing here is trusted before the JWS is verified. */
export type ReadSbd =
  | (ReadHeader & { readonly type: 'digital'; readonly body: DigitalBody })
  | (ReadHeader & { readonly type: ReceiptType; readonly body: ReceiptBody });

interface ReadHeader {
  readonly messageId: string;
  readonly conversationId: string;
  /** Nine digits. */
  readonly from: string;
  readonly to: string;
  readonly createdAt: Date;
}

export function readSbd(payload: Buffer): Result<ReadSbd, readonly ShapeProblem[]> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload.toString('utf8'));
  } catch {
    return err([{ path: '', rule: 'must be JSON' }]);
  }
  const problems = sbdProblems(parsed);
  const type = sbdTypeOf(parsed);
  if (problems.length > 0 || type === undefined) return err(problems);
  // The shapes have just shown that it is one of these.
  const { standardBusinessDocument: document } = parsed as { standardBusinessDocument: Record<string, unknown> };
  const header = document['standardBusinessDocumentHeader'] as SbdHeader;
  const head: ReadHeader = {
    messageId: header.documentIdentification.instanceIdentifier.toLowerCase(),
    conversationId: header.businessScope.scope[0].instanceIdentifier,
    from: fromIso6523(header.sender[0].identifier.value) ?? '',
    to: fromIso6523(header.receiver[0].identifier.value) ?? '',
    createdAt: new Date(header.documentIdentification.creationDateAndTime),
  };
  return type === 'digital'
    ? ok({ ...head, type, body: document[type] as DigitalBody })
    : ok({ ...head, type, body: document[type] as ReceiptBody });
}
