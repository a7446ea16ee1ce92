import type { DepositOrder } from '#channels/deposit-order.js';
import { defect, permanent, transient, type Failure } from '#domain/failure.js';
import { signerOf } from '#domain/letter.js';
import { err, ok, type Result } from '#domain/result.js';
import type { TrustedCertificate } from '../certificate/certificate-trust.js';
import { signingKey, type SigningKey } from '../certificate/signing-key.js';
import type { OutgoingMessage } from '../corner2/corner2.client.js';
import { signSbd } from '../jws/sbd-jws.signer.js';
import { writeAsice } from '../package/asice.writer.js';
import { PackageTooLargeError, sealPackage, type SealedPackage } from '../package/cms.encrypter.js';
import { packageFileNames } from '../package/file-names.js';
import { DocumentChangedError, type PackageDescription, type PackageDocument } from '../package/package-document.js';
import { digitalSbd } from '../sbd/digital-sbd.writer.js';
import { sbdProblems } from '../sbd/sbd-shapes.js';
import type { DpiParts } from './dpi-parts.js';
import type { DpiProfile } from './dpi-profile.js';

/** Makes the two parts that are posted: signed, encrypted package and signed message. */
export class MessagePacker {
  constructor(
    private readonly profile: DpiProfile,
    private readonly parts: Pick<DpiParts, 'identities' | 'trust' | 'clock' | 'timeToLiveMs'>,
  ) {}

  /** `token` is asked for when the package is ready: tokens live for two minutes, large packages take their time. */
  async pack(
    order: DepositOrder,
    token: () => Promise<Result<string, Failure>>,
  ): Promise<Result<PackedMessage, Failure>> {
    if (order.target.kind !== 'mailbox')
      return err(defect('WRONG_TARGET', 'A mailbox channel delivers to mailboxes only.'));
    const { address: mailboxAddress } = order.target.mailbox;
    const recipient = this.recipientCertificate(order.target.mailbox.certificate);
    if (!recipient.ok) return recipient;
    const key = this.signingKeyOf(order);
    if (!key.ok) return key;
    const sealed = await this.seal(order, mailboxAddress, key.value, recipient.value);
    if (!sealed.ok) return sealed;
    const access = await token();
    if (!access.ok) return access;
    const sbd = digitalSbd(order, {
      provider: this.profile.provider,
      mailboxAddress,
      digest: sealed.value.digest,
      token: access.value,
      timeToLiveMs: this.parts.timeToLiveMs,
    });
    const problems = sbdProblems(sbd);
    if (problems.length > 0) return err(invalidMessage(problems.map(({ path, rule }) => `${path} ${rule}`)));
    const jws = await signSbd(sbd, key.value);
    return ok({ message: { jws, package: sealed.value.pieces }, token: access.value, packageBytes: sealed.value.size });
  }

  private recipientCertificate(pem: string | undefined): Result<TrustedCertificate, Failure> {
    const checked = this.parts.trust.check(pem === undefined ? [] : [pem], this.parts.clock.now());
    if (checked.ok && checked.value.organisationNumber === this.profile.provider) return checked;
    const problem = checked.ok ? 'CERTIFICATE_OF_ANOTHER' : checked.error;
    // The register may be mended any time, and it is asked again at the next try.
    return err(
      transient(
        'MAILBOX_CERTIFICATE_UNUSABLE',
        `The register's certificate of the mailbox cannot be used (${problem}).`,
      ),
    );
  }

  private signingKeyOf(order: DepositOrder): Result<SigningKey, Failure> {
    const signer = signerOf(order.letter.sender);
    const identity = this.parts.identities.get(signer);
    if (identity !== undefined) return ok(signingKey(identity));
    return err(defect('NO_SIGNING_IDENTITY', `There is no certificate and key for ${signer} in CERTIFICATES_DIR.`));
  }

  private async seal(
    order: DepositOrder,
    mailboxAddress: string,
    key: SigningKey,
    recipient: TrustedCertificate,
  ): Promise<Result<SealedPackage, Failure>> {
    const content = writeAsice(this.describe(order, mailboxAddress), key, order.at);
    try {
      return ok(await sealPackage(content, recipient, this.profile.maxPackageBytes));
    } catch (error) {
      if (error instanceof PackageTooLargeError) return err(permanent('CONTENT_TOO_LARGE', error.message, 'sender'));
      if (error instanceof DocumentChangedError) return err(defect('DOCUMENT_CHANGED', error.message));
      throw error;
    }
  }

  private describe(order: DepositOrder, mailboxAddress: string): PackageDescription {
    const { sender, language } = order.letter;
    const names = packageFileNames(order.documents.map(({ fileName }) => fileName));
    const documents = order.documents.map((document, index): PackageDocument => ({
      fileName: names[index] ?? document.fileName,
      mediaType: document.mediaType,
      title: document.title,
      sha256: document.sha256,
      open: () => document.open(),
    }));
    return {
      sender: sender.organisationNumber,
      ...(sender.unit === undefined ? {} : { unit: sender.unit }),
      ...(sender.invoiceReference === undefined ? {} : { invoiceReference: sender.invoiceReference }),
      mailboxAddress,
      language,
      documents: this.profile.arrange(documents),
    };
  }
}

export interface PackedMessage {
  readonly message: OutgoingMessage;
  /** The token inside the message; it must be posted with the same. */
  readonly token: string;
  readonly packageBytes: number;
}

function invalidMessage(problems: readonly string[]): Failure {
  return permanent(
    'DPI_MESSAGE_INVALID',
    `The letter does not fit the DPI message: ${problems.join('; ')}.`,
    'gateway',
  );
}
