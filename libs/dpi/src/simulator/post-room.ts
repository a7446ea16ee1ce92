import { createHash } from 'node:crypto';
import type { SimulatedDelivery } from '#channels/simulation/simulation-world.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { err, type Result } from '#domain/result.js';
import type { CertificateChecker } from '../certificate/certificate-checker.js';
import { openPackage, type OpenedPackage, type PackageProblem } from '../package/package.reader.js';
import type { TakenMessage } from './access-point.state.js';
import type { Corner4Party, DeliveryRefusal } from './corner4-party.js';
import type { PostedMessage } from './posted-message.reader.js';

/** What every party does with what arrives (DPI reference 1.6): opens it with its own key, checks it, keeps the letter. */
export class PostRoom {
  constructor(
    private readonly context: SimulationContext,
    private readonly party: Corner4Party,
    private readonly certificates: () => CertificateChecker,
  ) {}

  /** The package, when it holds and is from the one whom the message is from. */
  async open(message: TakenMessage, posted: PostedMessage): Promise<Result<OpenedPackage, DeliveryRefusal>> {
    const key = this.context.keys.get(this.party.channel);
    if (key === undefined) throw new Error(`The sandbox has no key for ${this.party.channel}.`);
    const opened = await openPackage(posted.cms, key.privateKey);
    if (!opened.ok) return err(textOf(opened.error));
    const refusal = await this.refusalOf(opened.value, message);
    return refusal === undefined ? opened : err(refusal);
  }

  /** The delivery has the message's id. */
  async keep(
    message: TakenMessage,
    posted: PostedMessage,
    opened: OpenedPackage,
    letter: Pick<SimulatedDelivery, 'recipient' | 'title' | 'address' | 'notices'>,
  ): Promise<void> {
    const { blobs, deliveries } = this.context.world;
    await blobs.put(`${message.id}/raw`, posted.cms);
    await blobs.put(`${message.id}/sbd`, Buffer.from(posted.jws, 'utf8'));
    await deliveries.put(message.id, {
      id: message.id,
      channel: this.party.channel,
      reference: message.conversationId,
      ...letter,
      documents: opened.documents.map(({ fileName, mediaType, bytes }) => ({
        fileName,
        mediaType,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })),
      receivedAt: this.context.clock.now().toISOString(),
    });
  }

  private async refusalOf(
    { signature, manifest }: OpenedPackage,
    message: TakenMessage,
  ): Promise<DeliveryRefusal | undefined> {
    const signer = await this.certificates().check(
      signature.chain,
      'sign',
      this.context.clock.now(),
      new AbortController().signal,
    );
    if (!signer.ok) return `Feil signatur (${signer.error})`;
    if (signer.value.organisationNumber !== message.owner)
      return 'Feil signatur (dokumentpakke og melding har ulik avsender)';
    if (manifest.sender !== message.consumer || manifest.unit !== message.unit) return 'Feil i manifest (avsender)';
    return undefined;
  }
}

/** The gen-1 texts, which the real ones still send, with our name of the problem where theirs says less. */
const PROBLEM_TEXTS: Readonly<Partial<Record<PackageProblem, string>>> = {
  DOCUMENT_MISSING: 'Feil i manifest (dokument mangler)',
  FILE_NOT_IN_MANIFEST: 'Feil i manifest (fil er ikke nevnt)',
  TOO_MANY_DOCUMENTS: 'Feil i manifest (for mange vedlegg)',
  DUPLICATE_FILE_NAME: 'Reason code: SBD:5023. Vedhæftning må kun optræde 1 gang',
};
const PROBLEM_KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:CMS_|CANNOT_DECRYPT$)/, 'Kan ikke dekryptere'],
  [/^(?:MANIFEST|XML)_/, 'Feil i manifest'],
  [/SIGN|^FILE_CHANGED$|^CERTIFICATE_/, 'Feil signatur'],
];

function textOf(problem: PackageProblem): DeliveryRefusal {
  const kind = PROBLEM_KINDS.find(([pattern]) => pattern.test(problem))?.[1] ?? 'Kan ikke lese dokumentpakken';
  return PROBLEM_TEXTS[problem] ?? `${kind} (${problem})`;
}
