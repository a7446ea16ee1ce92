import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { aDocument, anOrder, type OrderWishes } from '#channels/testing/order-builder.js';
import { certificateInfo } from '#dpi/certificate/certificate-info.js';
import { signingKey } from '#dpi/certificate/signing-key.js';
import { signSbd } from '#dpi/jws/sbd-jws.signer.js';
import { writeAsice } from '#dpi/package/asice.writer.js';
import { sealPackage } from '#dpi/package/cms.encrypter.js';
import type { PackageDescription } from '#dpi/package/package-document.js';
import { digitalSbd } from '#dpi/sbd/digital-sbd.writer.js';
import { printSbd } from '#dpi/sbd/print-sbd.writer.js';
import { bytesOf } from '#dpi/testing/bytes-of.js';
import { SyntheticAuthority } from '#dpi/testing/synthetic-identity.js';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { inspectPackage } from './inspect-package.js';
import type { PackageReport } from './package-report.js';

const SENDER = '313000001';
const SUPPLIER = '313003000';
const PROVIDER = '984661185';
const AT = new Date('2026-03-02T10:00:00Z');
const MAILBOX = 'kari#1234';
const ADDRESS = { name: 'Kari Prøve', lines: ['Gata 1'], postalCode: '0001', city: 'Oslo' };

/** What differs from a letter that the sender signs for itself, and that holds. */
interface Wishes {
  readonly package?: Partial<PackageDescription>;
  readonly mailboxInManifest?: boolean;
  readonly supplier?: string;
  readonly unit?: string;
  readonly type?: 'digital' | 'utskrift';
  readonly token?: string;
  readonly claims?: { readonly consumer?: string; readonly supplier?: string };
  readonly packageSigner?: string;
  readonly messageSigner?: string;
}

describe('a package and its message', () => {
  const identities = new Map<string, SigningIdentity>();

  beforeAll(() => {
    const authority = new SyntheticAuthority();
    for (const number of [SENDER, SUPPLIER, PROVIDER]) identities.set(number, authority.issue(number));
  });

  function identity(number: string): SigningIdentity {
    const found = identities.get(number);
    if (found === undefined) throw new Error(`no identity ${number}`);
    return found;
  }

  async function inspect(wishes: Wishes): Promise<PackageReport> {
    const type = wishes.type ?? 'digital';
    const signer = wishes.supplier ?? SENDER;
    const description: PackageDescription = {
      sender: SENDER,
      language: 'nb',
      ...(type === 'digital' && wishes.mailboxInManifest !== false ? { mailboxAddress: MAILBOX } : {}),
      ...(wishes.unit === undefined ? {} : { unit: wishes.unit }),
      documents: [aDocument()],
      ...wishes.package,
    };
    const packageKey = signingKey(identity(wishes.packageSigner ?? signer));
    const recipient = certificateInfo(identity(PROVIDER).certificateChain[0] ?? '');
    const sealed = await sealPackage(() => writeAsice(description, packageKey, AT), recipient, 1_000_000);
    const facts = { provider: PROVIDER, digest: sealed.digest, token: tokenOf(wishes), timeToLiveMs: 1000 };
    const { unit, supplier } = wishes;
    const sender = {
      organisationNumber: SENDER,
      ...(supplier === undefined ? {} : { supplier }),
      ...(unit === undefined ? {} : { unit }),
    };
    const target: OrderWishes['target'] =
      type === 'digital'
        ? { kind: 'mailbox', mailbox: { providerOrganisation: PROVIDER, address: MAILBOX } }
        : { kind: 'postal', address: ADDRESS };
    const order = anOrder({ target, at: AT, letter: { sender } });
    const sbd =
      type === 'digital'
        ? digitalSbd(order, { ...facts, mailboxAddress: MAILBOX })
        : printSbd(order, { ...facts, address: ADDRESS, returnAddress: ADDRESS });
    const message = await signSbd(sbd, signingKey(identity(wishes.messageSigner ?? signer)));
    return inspectPackage({ cms: await bytesOf(sealed.pieces()), key: identity(PROVIDER).privateKey, message });
  }

  it.each<[string, Wishes]>([
    ['own', {}],
    ['by a supplier, for a unit', { supplier: SUPPLIER, unit: 'enhet 1' }],
    ['print', { type: 'utskrift' }],
    ['without an address in the manifest', { mailboxInManifest: false }],
  ])('hold: %s', async (_what, wishes) => {
    const report = await inspect(wishes);
    expect(report.errors).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      signer: { organisationNumber: wishes.supplier ?? SENDER },
      sender: { organisationNumber: SENDER },
      message: { type: wishes.type ?? 'digital', from: wishes.supplier ?? SENDER, to: PROVIDER },
      documents: [
        {
          sha256: createHash('sha256')
            .update(await bytesOf(aDocument().open()))
            .digest('hex'),
        },
      ],
    });
  });

  it.each<[string, Wishes, readonly string[]]>([
    ['another sender in the manifest', { package: { sender: SUPPLIER } }, ['MANIFEST_SENDER_DIFFERS']],
    ['another unit in the manifest', { unit: 'enhet 1', package: { unit: 'enhet 2' } }, ['MANIFEST_SENDER_DIFFERS']],
    ['another mailbox in the manifest', { package: { mailboxAddress: 'ola#1' } }, ['MAILBOX_ADDRESS_DIFFERS']],
    ['a mailbox in print', { type: 'utskrift', package: { mailboxAddress: 'ola#1' } }, ['MAILBOX_ADDRESS_DIFFERS']],
    [
      'print of a picture',
      { type: 'utskrift', package: { documents: [aDocument({ fileName: 'kart.png', mediaType: 'image/png' })] } },
      ['PRINT_NOT_PDF'],
    ],
    ['a token for another', { claims: { consumer: '313001008' } }, ['TOKEN_OF_ANOTHER', 'TOKEN_SIGNER_DIFFERS']],
    ['a delegated token, signed by the sender', { claims: { supplier: SUPPLIER } }, ['TOKEN_SIGNER_DIFFERS']],
    ['no token', { token: 'a.b.c' }, ['TOKEN_UNREADABLE']],
    ['a package that another signed', { packageSigner: SUPPLIER }, ['SIGNERS_DIFFER']],
    ['a message that another signed', { messageSigner: SUPPLIER }, ['SIGNED_BY_ANOTHER', 'SIGNERS_DIFFER']],
  ])('do not hold: %s', async (_what, wishes, codes) => {
    const report = await inspect(wishes);
    expect(report.errors.map(({ code }) => code)).toEqual(codes);
    expect(report.ok).toBe(false);
    // The files themselves are whole, and the package is the one of the message.
    expect(report.digest).toEqual({ ok: true });
  });
});

/** The claims of Maskinporten; nothing verifies the signature. */
function tokenOf({ token, claims, supplier }: Wishes): string {
  if (token !== undefined) return token;
  const organisation = (number: string): object => ({ authority: 'iso6523-actorid-upis', ID: `0192:${number}` });
  const delegated = claims?.supplier ?? supplier;
  const payload = {
    consumer: organisation(claims?.consumer ?? SENDER),
    ...(delegated === undefined ? {} : { supplier: organisation(delegated) }),
  };
  return ['{}', JSON.stringify(payload), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
}
