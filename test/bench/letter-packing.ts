import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DepositOrder, OrderDocument } from '#channels/deposit-order.js';
import { aDocument, anOrder, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { systemClock } from '#domain/clock.js';
import { ok } from '#domain/result.js';
import { CertificateChecker } from '#dpi/certificate/certificate-checker.js';
import { CertificateTrust } from '#dpi/certificate/certificate-trust.js';
import { NO_REVOCATION } from '#dpi/certificate/revocation.port.js';
import { SigningCertificateCheck } from '#dpi/certificate/signing-certificate.check.js';
import { MAILBOX_MESSAGE } from '#dpi/channel/mailbox-message.js';
import { MAILBOX_RECEIPTS, MAX_PACKAGE_BYTES, MAX_PLAIN_BYTES, type DpiProfile } from '#dpi/channel/dpi-profile.js';
import { MessagePacker, type PackedMessage } from '#dpi/channel/message-packer.js';
import { SigningKeys } from '#dpi/channel/signing-keys.js';
import { NO_SIGNAL } from '#dpi/testing/a-checker.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';

/** Where npm run bench has made test keys; the current folder is the repository's. */
const CERTIFICATES = 'config/certificates';
const MAILBOX = '984661185';
/** About as long as a real access token. */
const TOKEN = 'x'.repeat(1000);

const PROFILE: DpiProfile = {
  capabilities: {
    channel: 'digipost',
    recipients: ['person'],
    maxTotalBytes: MAX_PLAIN_BYTES,
    maxDocuments: 201,
    mediaTypes: ['application/pdf'],
    mailboxProviders: [MAILBOX],
    reportsOpening: true,
  },
  message: MAILBOX_MESSAGE,
  provider: MAILBOX,
  kanal: 'bench',
  maxPackageBytes: MAX_PACKAGE_BYTES,
  arrange: (documents) => documents,
  faults: [],
  receipts: MAILBOX_RECEIPTS,
};

export const BENCH_KEYS = {
  signer: readFileSync(join(CERTIFICATES, `${TEST_ORGANISATION}.key.pem`), 'utf8'),
  recipient: readFileSync(join(CERTIFICATES, `${MAILBOX}.key.pem`), 'utf8'),
};

/** The gateway's own packing, from the order to the two parts that are posted: what a deposit does before it calls. */
export class LetterPacking {
  private readonly packer: MessagePacker;
  private readonly certificate: string;

  constructor() {
    const root = readFileSync(join(CERTIFICATES, 'root.cert.pem'), 'utf8');
    const trust = new CertificateTrust({ certificates: root, policies: [] });
    const ownCertificate = new SigningCertificateCheck(trust, NO_REVOCATION);
    this.packer = new MessagePacker(PROFILE, {
      signingKeys: new SigningKeys(new SigningIdentityStore(CERTIFICATES), ownCertificate),
      certificates: new CertificateChecker(trust, NO_REVOCATION),
      clock: systemClock,
      timeToLiveMs: 86_400_000,
    });
    const chain = readFileSync(join(CERTIFICATES, `${MAILBOX}.cert.pem`), 'utf8');
    this.certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(chain)?.[0] ?? '';
  }

  /** A letter of one document; everything but its bytes is as in any other. */
  order(document: Pick<OrderDocument, 'size' | 'sha256' | 'open'>): DepositOrder {
    return anOrder({
      target: {
        kind: 'mailbox',
        mailbox: { providerOrganisation: MAILBOX, address: 'bench#1234', certificate: this.certificate },
      },
      documents: [{ ...EMPTY, ...document }],
    });
  }

  async pack(order: DepositOrder): Promise<PackedMessage> {
    const packed = await this.packer.pack(order, () => Promise.resolve(ok(TOKEN)), NO_SIGNAL);
    if (!packed.ok) throw new Error(`${packed.error.code}: ${packed.error.text}`);
    return packed.value;
  }
}

const EMPTY = aDocument();
