import { createHash } from 'node:crypto';
import { MailboxDirectory } from '#channels/simulation/mailbox-address.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { err, ok, type Result } from '#domain/result.js';
import type { CertificateTrust } from '../certificate/certificate-trust.js';
import { openPackage, type OpenedPackage } from '../package/package.reader.js';
import type { CheckedMessage } from './message-checks.js';
import type { PostedMessage } from './posted-message.reader.js';
import type { SimulatedMailbox } from './simulated-mailboxes.js';
import type { TakenMessage } from './access-point.state.js';

/** `detaljer` of a feil KLIENT. */
export type MailboxRefusal = string;

/** Corner 4 (DPI reference 1.6): opens the package with the mailbox's own key, checks everything, keeps the letter. */
export class MailboxDelivery {
  private readonly directory: MailboxDirectory;

  constructor(
    private readonly context: SimulationContext,
    private readonly mailbox: SimulatedMailbox,
    private readonly trust: () => CertificateTrust,
  ) {
    this.directory = new MailboxDirectory(context.world);
  }

  /** Idempotent: the delivery has the message's id. */
  async deliver(
    message: TakenMessage,
    { sbd }: CheckedMessage,
    posted: PostedMessage,
  ): Promise<Result<void, MailboxRefusal>> {
    const person = this.directory.personAt(sbd.body.mottaker.postkasseadresse);
    if (person?.krr?.mailbox !== this.mailbox.channel) return err('Ukjent postkasseadresse');
    const key = this.context.keys.get(this.mailbox.channel);
    if (key === undefined) throw new Error(`The sandbox has no key for ${this.mailbox.channel}.`);
    const opened = await openPackage(posted.cms, key.privateKey);
    if (!opened.ok) return err(PROBLEM_TEXTS[opened.error] ?? `Feil signatur (${opened.error})`);
    const refusal = this.refusalOf(opened.value, message, sbd.body.mottaker.postkasseadresse);
    if (refusal !== undefined) return err(refusal);
    await this.context.world.blobs.put(`${message.id}/raw`, posted.cms);
    await this.context.world.blobs.put(`${message.id}/sbd`, Buffer.from(posted.jws, 'utf8'));
    await this.context.world.deliveries.put(message.id, {
      id: message.id,
      channel: this.mailbox.channel,
      reference: message.conversationId,
      recipient: person.personIdentifier,
      title: sbd.body.ikkesensitivtittel,
      documents: opened.value.documents.map(({ fileName, mediaType, bytes }) => ({
        fileName,
        mediaType,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })),
      receivedAt: this.context.clock.now().toISOString(),
    });
    return ok(undefined);
  }

  private refusalOf(opened: OpenedPackage, message: TakenMessage, address: string): MailboxRefusal | undefined {
    const signer = this.trust().check(opened.signature.chain, this.context.clock.now());
    if (!signer.ok) return `Feil signatur (${signer.error})`;
    if (signer.value.organisationNumber !== message.owner)
      return 'Feil signatur (dokumentpakke og melding har ulik avsender)';
    const { manifest } = opened;
    if (manifest.sender !== message.consumer || manifest.unit !== message.unit) return 'Feil i manifest (avsender)';
    if (manifest.mailboxAddress !== undefined && manifest.mailboxAddress !== address)
      return 'Feil i manifest (mottaker)';
    const titles = manifest.documents.map(({ title }) => title.toLowerCase());
    if (this.mailbox.uniqueTitles && new Set(titles).size !== titles.length) return this.mailbox.duplicateTitleText;
    return undefined;
  }
}

const PROBLEM_TEXTS: Readonly<Record<string, string>> = {
  CANNOT_DECRYPT: 'Kan ikke dekryptere',
  CONTAINER_UNREADABLE: 'Kan ikke lese dokumentpakken',
  MANIFEST_UNREADABLE: 'Feil i manifest',
  DOCUMENT_MISSING: 'Feil i manifest (dokument mangler)',
  DUPLICATE_FILE_NAME: 'Reason code: SBD:5023. Vedhæftning må kun optræde 1 gang',
};
