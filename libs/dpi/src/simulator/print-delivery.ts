import type { SimulationContext } from '#channels/simulation/simulator.js';
import type { PostalAddress } from '#domain/postal-address.js';
import { err, ok, type Result } from '#domain/result.js';
import type { CertificateChecker } from '../certificate/certificate-checker.js';
import type { OpenedPackage } from '../package/package.reader.js';
import type { PrintBody, SbdPostalAddress } from '../sbd/sbd.js';
import type { TakenMessage } from './access-point.state.js';
import type { Corner4Delivery, Corner4Party, DeliveryRefusal, PromisedReceipt } from './corner4-party.js';
import type { CheckedMessage } from './message-checks.js';
import { PostRoom } from './post-room.js';
import type { PostedMessage } from './posted-message.reader.js';

/** Skatteetaten, as in the published sample (DPI reference 1.1). */
export const SIMULATED_PRINT_SERVICE: Corner4Party = {
  channel: 'print',
  organisationNumber: '974761076',
  takes: 'utskrift',
};

/** The real ones take a day and a week or two; here the SFTP vendor's pace, so that both print vendors feel alike. */
const PRINTED_AFTER_MS = 400;
const RETURNED_AFTER_MS = 800;
/** As with the SFTP vendor: an address with this word comes back, so that returned mail can be tried. */
const RETURNS = /returpost/i;

/** The national print service: prints PDF to the address in the message, and tells of mail that it destroys. */
export class PrintDelivery implements Corner4Delivery {
  readonly party = SIMULATED_PRINT_SERVICE;
  private readonly postRoom: PostRoom;

  constructor(context: SimulationContext, certificates: () => CertificateChecker) {
    this.postRoom = new PostRoom(context, this.party, certificates);
  }

  async deliver(
    message: TakenMessage,
    { sbd }: CheckedMessage,
    posted: PostedMessage,
  ): Promise<Result<readonly PromisedReceipt[], DeliveryRefusal>> {
    if (sbd.type !== 'utskrift') return err('Ugyldig verdi: type');
    const opened = await this.postRoom.open(message, posted);
    if (!opened.ok) return opened;
    const refusal = refusalOf(opened.value);
    if (refusal !== undefined) return err(refusal);
    const address = toAddress(sbd.body.mottaker);
    // The message has no title; what lies on top has.
    const title = opened.value.manifest.documents[0]?.title ?? '';
    await this.postRoom.keep(message, posted, opened.value, { recipient: address.name, title, address });
    return ok(receiptsOf(sbd.body, address));
  }
}

function refusalOf({ manifest, documents }: OpenedPackage): DeliveryRefusal | undefined {
  if (manifest.mailboxAddress !== undefined) return 'Feil i manifest (mottaker)';
  const arePdf = documents.every(
    ({ mediaType, bytes }) => mediaType === 'application/pdf' && bytes.subarray(0, 5).equals(Buffer.from('%PDF-')),
  );
  return arePdf ? undefined : 'Ugyldig verdi: bare application/pdf kan skrives ut';
}

function toAddress(posted: SbdPostalAddress): PostalAddress {
  const { navn, adresselinje1, adresselinje2, adresselinje3, adresselinje4, postnummer, poststed, landkode } = posted;
  const lines = [adresselinje1, adresselinje2, adresselinje3, adresselinje4].flatMap((line) => line ?? []);
  return {
    name: navn,
    lines,
    ...(postnummer === undefined ? {} : { postalCode: postnummer }),
    ...(poststed === undefined ? {} : { city: poststed }),
    ...(landkode === undefined ? {} : { countryCode: landkode }),
  };
}

/** A returned letter is told of only when it is destroyed; DIREKTE_RETUR goes back without a word (DPI reference 2.3). */
function receiptsOf({ retur }: PrintBody, { lines }: PostalAddress): readonly PromisedReceipt[] {
  const isTold = retur.returposthaandtering === 'MAKULERING_MED_MELDING' && lines.some((line) => RETURNS.test(line));
  return [
    { type: 'mottakskvittering', afterMs: 0 },
    { type: 'leveringskvittering', afterMs: PRINTED_AFTER_MS },
    ...(isTold ? [{ type: 'returpostkvittering', afterMs: RETURNED_AFTER_MS } as const] : []),
  ];
}
