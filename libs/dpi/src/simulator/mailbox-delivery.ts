import { MailboxDirectory } from '#channels/simulation/mailbox-address.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { err, ok, type Result } from '#domain/result.js';
import type { CertificateChecker } from '../certificate/certificate-checker.js';
import type { TakenMessage } from './access-point.state.js';
import type { Corner4Delivery, DeliveryRefusal, PromisedReceipt } from './corner4-party.js';
import type { CheckedMessage } from './message-checks.js';
import { mailboxRefusal } from './mailbox-rules.js';
import { failedNotices, noticesOf } from './notices.js';
import { PostRoom } from './post-room.js';
import type { PostedMessage } from './posted-message.reader.js';
import type { SimulatedMailbox } from './simulated-mailboxes.js';

/** The promise that the citizen will see the letter: given at once, however far ahead that is (DPI reference 2.3). */
const DELIVERED: PromisedReceipt = { type: 'leveringskvittering', afterMs: 0 };

/** A mailbox provider: the letter is for a person who has a mailbox there, and is as the mailbox wants it. */
export class MailboxDelivery implements Corner4Delivery {
  private readonly directory: MailboxDirectory;
  private readonly postRoom: PostRoom;

  constructor(
    private readonly context: SimulationContext,
    readonly party: SimulatedMailbox,
    certificates: () => CertificateChecker,
  ) {
    this.directory = new MailboxDirectory(context.world);
    this.postRoom = new PostRoom(context, party, certificates);
  }

  async deliver(
    message: TakenMessage,
    { sbd }: CheckedMessage,
    posted: PostedMessage,
  ): Promise<Result<readonly PromisedReceipt[], DeliveryRefusal>> {
    if (sbd.type !== 'digital') return err('Ugyldig verdi: type');
    const { body } = sbd;
    const person = this.directory.personAt(body.mottaker.postkasseadresse);
    if (person?.krr?.mailbox !== this.party.channel) return err('Ukjent postkasseadresse');
    const opened = await this.postRoom.open(message, posted);
    if (!opened.ok) return opened;
    const now = this.context.clock.now();
    const refusal = mailboxRefusal({ mailbox: this.party, body, opened: opened.value, now });
    if (refusal !== undefined) return err(refusal);
    await this.postRoom.keep(message, posted, opened.value, {
      recipient: person.personIdentifier,
      title: body.ikkesensitivtittel,
      notices: noticesOf(this.party.senderNotices, body.varsler, person.krr),
    });
    return ok([DELIVERED, ...failedNotices(body.varsler)]);
  }
}
