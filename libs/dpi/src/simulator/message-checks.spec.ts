import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { anOrder, aDocument } from '#channels/testing/order-builder.js';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { certificateInfo } from '../certificate/certificate-info.js';
import type { CertificateChecker } from '../certificate/certificate-checker.js';
import { signingKey } from '../certificate/signing-key.js';
import { signSbd } from '../jws/sbd-jws.signer.js';
import { writeAsice } from '../package/asice.writer.js';
import { sealPackage } from '../package/cms.encrypter.js';
import { digitalSbd, type DigitalSbdFacts } from '../sbd/digital-sbd.writer.js';
import { aChecker } from '../testing/a-checker.js';
import { bytesOf } from '../testing/bytes-of.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import type { Poster } from './poster.js';
import { checkMessage } from './message-checks.js';
import type { PostedMessage } from './posted-message.reader.js';

const AT = new Date('2026-03-02T10:00:00Z');
const SENDER = '313000001';
const SUPPLIER = '313003000';

describe('what the access point refuses', () => {
  let identities: Map<string, SigningIdentity>;
  let certificates: CertificateChecker;
  let cms: Buffer;

  beforeAll(async () => {
    const authority = new SyntheticAuthority();
    certificates = aChecker(authority.certificate);
    const outsider = new SyntheticAuthority().issue(SENDER);
    identities = new Map([SENDER, SUPPLIER, '984661185'].map((number) => [number, authority.issue(number)]));
    identities.set('outsider', outsider);
    const recipient = certificateInfo(identityOf('984661185').certificateChain[0] ?? '');
    const content = (): AsyncIterable<Buffer> =>
      writeAsice({ sender: SENDER, language: 'nb', documents: [aDocument()] }, signingKey(identityOf(SENDER)), AT);
    cms = await bytesOf((await sealPackage(content, recipient, 1_000_000)).pieces());
  });

  function identityOf(name: string): SigningIdentity {
    const identity = identities.get(name);
    if (identity === undefined) throw new Error(`no identity ${name}`);
    return identity;
  }

  async function posted(
    changes: { facts?: Partial<DigitalSbdFacts>; supplier?: string; signedBy?: string; cms?: Buffer } = {},
  ): Promise<PostedMessage> {
    const content = changes.cms ?? cms;
    const order = anOrder({
      target: { kind: 'mailbox', mailbox: { providerOrganisation: '984661185', address: 'kari#1234' } },
      at: AT,
      letter: {
        sender: {
          organisationNumber: SENDER,
          ...(changes.supplier === undefined ? {} : { supplier: changes.supplier }),
        },
      },
    });
    const sbd = digitalSbd(order, {
      provider: '984661185',
      mailboxAddress: 'kari#1234',
      digest: createHash('sha256').update(content).digest('base64'),
      token: 'the-token',
      timeToLiveMs: 1000,
      ...changes.facts,
    });
    return {
      jws: await signSbd(sbd, signingKey(identityOf(changes.signedBy ?? changes.supplier ?? SENDER))),
      cms: content,
    };
  }

  const poster: Poster = { consumer: SENDER, scopes: new Set(), token: 'the-token' };

  it('is not a message that holds, own or by a supplier', async () => {
    expect(await checkMessage(await posted(), poster, certificates, AT)).toMatchObject({ ok: true });
    const delegated = { ...poster, supplier: SUPPLIER };
    expect(await checkMessage(await posted({ supplier: SUPPLIER }), delegated, certificates, AT)).toMatchObject({
      ok: true,
    });
  });

  it.each([
    ['another consumer in the token', {}, { consumer: '313001008' }, 'wrong-parties'],
    ['a supplier without delegation in the token', { supplier: SUPPLIER }, {}, 'wrong-parties'],
    ['a delegated token for a message that the sender signed', {}, { supplier: SUPPLIER }, 'wrong-parties'],
    ['a signer that is not the SBDH sender', { signedBy: SUPPLIER }, {}, 'wrong-parties'],
    ['a certificate of an unknown root', { signedBy: 'outsider' }, {}, 'invalid-signature'],
    ['another token in the message', { facts: { token: 'another' } }, {}, 'wrong-token'],
    ['a digest of something else', { facts: { digest: createHash('sha256').digest('base64') } }, {}, 'wrong-digest'],
    ['a package that is no CMS', { cms: Buffer.from('no cms') }, {}, 'invalid-package'],
    ['a message that lacks its address', { facts: { mailboxAddress: '' } }, {}, 'invalid-message'],
  ] as const)('%s', async (_what, changes, token, type) => {
    expect(await checkMessage(await posted(changes), { ...poster, ...token }, certificates, AT)).toMatchObject({
      ok: false,
      error: { type },
    });
  });

  it('a payload that was changed after it was signed', async () => {
    const message = await posted();
    const [head = '', payload = '', signature = ''] = message.jws.split('.');
    const changed = Buffer.from(payload, 'base64url').toString('utf8').replace('kari#1234', 'kari#9999');
    const jws = [head, Buffer.from(changed).toString('base64url'), signature].join('.');
    expect(await checkMessage({ ...message, jws }, poster, certificates, AT)).toMatchObject({
      ok: false,
      error: { type: 'invalid-signature' },
    });
  });
});
