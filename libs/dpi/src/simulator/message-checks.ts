import { createHash } from 'node:crypto';
import { fromIso6523 } from '#domain/identifiers.js';
import { err, ok, type Result } from '#domain/result.js';
import type { CertificateChecker } from '../certificate/certificate-checker.js';
import { verifyJws } from '../jws/sbd-jws.verifier.js';
import { looksLikeCms } from '../package/cms.reader.js';
import { readSbd, type ReadLetter } from '../sbd/sbd.reader.js';
import type { Poster } from './poster.js';
import type { PostedMessage } from './posted-message.reader.js';

/** The refusals of the access point, as the last part of the problem type's URI. */
export interface MessageRefusal {
  readonly type:
    | 'invalid-signature'
    | 'invalid-message'
    | 'not-supported'
    | 'wrong-parties'
    | 'wrong-token'
    | 'wrong-digest'
    | 'invalid-package'
    | 'too-large';
  readonly detail: string;
}

export interface CheckedMessage {
  readonly sbd: Extract<ReadLetter, { readonly type: 'digital' | 'utskrift' }>;
}

const MAX_PACKAGE_BYTES = 50 * 1000 * 1000;

/** What corner 2 checks on POST (DPI reference 1.5) and what it may check early; the message id is the caller's to check. */
export async function checkMessage(
  posted: PostedMessage,
  poster: Poster,
  certificates: CertificateChecker,
  at: Date,
): Promise<Result<CheckedMessage, MessageRefusal>> {
  if (posted.cms.length > MAX_PACKAGE_BYTES) return refuse('too-large', 'The dokumentpakke is larger than 50 MB.');
  const verified = await verifyJws(posted.jws, certificates, at, new AbortController().signal);
  if (!verified.ok)
    return refuse('invalid-signature', `The forretningsmelding is not signed as it must be: ${verified.error}.`);
  const read = readSbd(verified.value.payload);
  if (!read.ok) return refuse('invalid-message', read.error.map(({ path, rule }) => `${path} ${rule}`).join('; '));
  const sbd = read.value;
  if (sbd.type !== 'digital' && sbd.type !== 'utskrift')
    return refuse('not-supported', `Messages of type ${sbd.type} are not taken here.`);
  const sender = fromIso6523(sbd.body.avsender.virksomhetsidentifikator.value);
  if (sender !== poster.consumer) {
    return refuse('wrong-parties', `avsender ${String(sender)} is not consumer ${poster.consumer} of the token.`);
  }
  const owner = poster.supplier ?? poster.consumer;
  const signer = verified.value.signer.organisationNumber;
  if (signer !== sbd.from || sbd.from !== owner) {
    return refuse(
      'wrong-parties',
      `signer ${signer}, SBDH sender ${sbd.from} and ${owner} of the token must be the same.`,
    );
  }
  if (sbd.body.maskinportentoken !== poster.token)
    return refuse('wrong-token', 'maskinportentoken is not the bearer token.');
  const digest = createHash('sha256').update(posted.cms).digest('base64');
  if (digest !== sbd.body.dokumentpakkefingeravtrykk.digestValue) {
    return refuse('wrong-digest', 'dokumentpakkefingeravtrykk is not the digest of the dokumentpakke.');
  }
  if (!looksLikeCms(posted.cms))
    return refuse('invalid-package', 'The dokumentpakke is not CMS EnvelopedData for one recipient.');
  return ok({ sbd });
}

function refuse(type: MessageRefusal['type'], detail: string): Result<never, MessageRefusal> {
  return err({ type, detail });
}
