import type { DepositOrder } from '#channels/deposit-order.js';
import { permanent, type Failure } from '#domain/failure.js';
import { signerOf } from '#domain/letter.js';
import { err, ok, type Result } from '#domain/result.js';
import type { TrustedCertificate } from '../certificate/certificate-trust.js';
import type { SigningKey } from '../certificate/signing-key.js';
import type { OutgoingMessage } from '../corner2/corner2.client.js';
import { packageFailure } from '../corner2/dpi.errors.js';
import { signSbd } from '../jws/sbd-jws.signer.js';
import { writeAsice } from '../package/asice.writer.js';
import { sealPackage, type SealedPackage } from '../package/cms.encrypter.js';
import type { PackageDescription } from '../package/package-document.js';
import { sbdProblems } from '../sbd/sbd-shapes.js';
import type { AddressedMessage } from './dpi-message.js';
import type { DpiParts } from './dpi-parts.js';
import type { DpiProfile } from './dpi-profile.js';
import { packageDocuments } from './package-documents.js';
import { recipientFailure } from './recipient-certificate.problems.js';

/** Makes the two parts that are posted: signed, encrypted package and signed message. */
export class MessagePacker {
  constructor(
    private readonly profile: DpiProfile,
    private readonly parts: Pick<DpiParts, 'signingKeys' | 'certificates' | 'clock' | 'timeToLiveMs'>,
  ) {}

  /** `token` is asked for when the package is ready: tokens live for two minutes, large packages take their time. */
  async pack(
    order: DepositOrder,
    token: () => Promise<Result<string, Failure>>,
    signal: AbortSignal,
  ): Promise<Result<PackedMessage, Failure>> {
    const addressed = this.profile.message.address(order, this.profile.provider);
    if (!addressed.ok) return addressed;
    const recipient = await this.recipientCertificate(addressed.value.certificate, signal);
    if (!recipient.ok) return recipient;
    const key = await this.parts.signingKeys.get(signerOf(order.letter.sender), this.parts.clock.now(), signal);
    if (!key.ok) return key;
    const sealed = await this.seal(order, addressed.value, key.value, recipient.value);
    if (!sealed.ok) return sealed;
    const access = await token();
    if (!access.ok) return access;
    const sbd = addressed.value.sbd({
      digest: sealed.value.digest,
      token: access.value,
      timeToLiveMs: this.parts.timeToLiveMs,
    });
    const problems = sbdProblems(sbd);
    if (problems.length > 0) return err(invalidMessage(problems.map(({ path, rule }) => `${path} ${rule}`)));
    const jws = await signSbd(sbd, key.value);
    return ok({ message: { jws, package: sealed.value }, token: access.value, packageBytes: sealed.value.size });
  }

  private async recipientCertificate(
    pem: string | undefined,
    signal: AbortSignal,
  ): Promise<Result<TrustedCertificate, Failure>> {
    const { message, provider } = this.profile;
    if (pem === undefined) return err(recipientFailure('missing', message.recipient));
    const checked = await this.parts.certificates.check([pem], 'encrypt', this.parts.clock.now(), signal);
    if (!checked.ok) return err(recipientFailure(checked.error, message.recipient));
    if (checked.value.organisationNumber === provider) return checked;
    return err(recipientFailure('of-another', message.recipient));
  }

  private async seal(
    order: DepositOrder,
    { mailboxAddress }: AddressedMessage,
    key: SigningKey,
    recipient: TrustedCertificate,
  ): Promise<Result<SealedPackage, Failure>> {
    const description = this.describe(order, mailboxAddress);
    const content = (): AsyncIterable<Buffer> => writeAsice(description, key, order.at);
    try {
      return ok(await sealPackage(content, recipient, this.profile.maxPackageBytes));
    } catch (error) {
      return err(packageFailure(error));
    }
  }

  private describe(order: DepositOrder, mailboxAddress: string | undefined): PackageDescription {
    const { sender, language } = order.letter;
    return {
      sender: sender.organisationNumber,
      ...(sender.unit === undefined ? {} : { unit: sender.unit }),
      ...(sender.invoiceReference === undefined ? {} : { invoiceReference: sender.invoiceReference }),
      ...(mailboxAddress === undefined ? {} : { mailboxAddress }),
      language,
      documents: packageDocuments(order, this.profile),
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
