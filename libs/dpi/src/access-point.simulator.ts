import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext, Simulator, SimulatorFactory } from '#channels/simulation/simulator.js';
import { AccessPointState, type TakenMessage, type TakenStatus } from './simulator/access-point.state.js';
import { checkCaller } from './simulator/caller-checks.js';
import type { Poster } from './simulator/poster.js';
import { dpiProblem } from './simulator/dpi-problem.js';
import { readKanal } from './simulator/kanal.js';
import { MailboxDelivery } from './simulator/mailbox-delivery.js';
import { checkMessage, type CheckedMessage } from './simulator/message-checks.js';
import { readPostedMessage, type PostedMessage } from './simulator/posted-message.reader.js';
import { ReceiptIssuer } from './simulator/receipt-issuer.js';
import { ReceiptRoutes } from './simulator/receipt-routes.js';
import { visibleFrom } from './simulator/mailbox-rules.js';
import { corner4Fault } from './simulator/corner4-fault.js';
import type { Corner4Delivery } from './simulator/corner4-party.js';
import { PrintDelivery } from './simulator/print-delivery.js';
import { sandboxCertificates } from './simulator/sandbox-certificates.js';
import { SIMULATED_MAILBOXES } from './simulator/simulated-mailboxes.js';

/** The corner-2 access point under /dpi with the mailboxes and the print service behind it (DPI reference 1.4-1.6). */
export const createSimulator: SimulatorFactory = (context) => new AccessPointSimulator(context);

class AccessPointSimulator implements Simulator {
  readonly routes: Simulator['routes'];
  private readonly state: AccessPointState;
  private readonly parties: ReadonlyMap<string, Corner4>;
  /** Messages being taken now, so that the same id at the same time is taken once. */
  private readonly taking = new Map<string, Promise<unknown>>();
  private readonly certificates: ReturnType<typeof sandboxCertificates>;

  constructor(private readonly context: SimulationContext) {
    this.state = new AccessPointState(context.world);
    this.certificates = sandboxCertificates(context);
    const receipts = new ReceiptRoutes(context, this.state);
    this.routes = [
      this.route('POST', '/dpi/messages/out', (request, poster) => this.post(request, poster)),
      this.route('GET', '/dpi/messages/out/:id/statuses', (request, poster) => this.statuses(request, poster)),
      this.route('GET', '/dpi/messages/in', (request, poster) => receipts.unread(request, poster)),
      this.route('GET', '/dpi/messages/in/:id', () => receipts.download()),
      this.route('POST', '/dpi/messages/in/:id/read', (request, poster) => receipts.markRead(request, poster)),
    ];
    const deliveries = [
      ...SIMULATED_MAILBOXES.map((mailbox) => new MailboxDelivery(context, mailbox, this.certificates)),
      new PrintDelivery(context, this.certificates),
    ];
    this.parties = new Map(
      deliveries.map((delivery) => [
        delivery.party.organisationNumber,
        { delivery, issuer: new ReceiptIssuer(context, this.state, delivery.party) },
      ]),
    );
  }

  private async post(request: SimulatedRequest, poster: Poster): Promise<SimulatedResponse> {
    const posted = await readPostedMessage(request);
    if (!posted.ok) return dpiProblem(400, 'invalid-multipart', posted.error);
    const kanal = readKanal(request.query);
    if (!kanal.ok) return dpiProblem(400, 'invalid-kanal', kanal.error);
    if (this.context.faults.next('dpi', ['reject']) !== undefined)
      return dpiProblem(400, 'invalid-message', 'Fault switch reject.');
    const checked = await checkMessage(posted.value, poster, this.certificates(), this.context.clock.now());
    if (!checked.ok) return dpiProblem(400, checked.error.type, checked.error.detail);
    const { messageId } = checked.value.sbd;
    // A try that failed is told to its own caller; here only its end counts.
    for (let other = this.taking.get(messageId); other !== undefined; other = this.taking.get(messageId))
      await other.catch(() => undefined);
    const party = this.registered(checked.value)?.delivery.party;
    const fault = party === undefined ? undefined : corner4Fault(this.context.faults, party);
    if (fault !== undefined && fault !== 'drop-after-accept') return { status: 503, fault };
    if (this.state.messages.get(messageId) !== undefined) {
      return dpiProblem(400, 'duplicate-message', 'instanceIdentifier has been used before; GET its statuses.');
    }
    const taken = this.take(checked.value, posted.value, poster, kanal.value).finally(() =>
      this.taking.delete(messageId),
    );
    this.taking.set(messageId, taken);
    const answer = await taken;
    return fault === undefined ? answer : { ...answer, fault };
  }

  /** As in ELMA: a receiver is found for the messages that it is registered for. */
  private registered({ sbd }: CheckedMessage): Corner4 | undefined {
    const found = this.parties.get(sbd.to);
    return found?.delivery.party.takes === sbd.type ? found : undefined;
  }

  /** Delivery first, the message's own row last: whatever a crash leaves, a repeat puts right. */
  private async take(
    checked: CheckedMessage,
    posted: PostedMessage,
    poster: Poster,
    kanal: string,
  ): Promise<SimulatedResponse> {
    const { sbd } = checked;
    const now = this.context.clock.now();
    const corner4 = this.registered(checked);
    const failure = forwardingFailure(checked, corner4, now);
    const from = sbd.type === 'digital' ? visibleFrom(sbd.body) : undefined;
    const { avsenderidentifikator: unit } = sbd.body.avsender;
    const message: TakenMessage = {
      id: sbd.messageId,
      conversationId: sbd.conversationId,
      consumer: poster.consumer,
      owner: poster.supplier ?? poster.consumer,
      ...(unit === undefined ? {} : { unit }),
      kanal,
      provider: sbd.to,
      openReceipt: sbd.type === 'digital' && (sbd.body.aapningskvittering ?? false),
      ...(from === undefined ? {} : { visibleFrom: from.toISOString() }),
      statuses: statusesOf(failure, now),
      delivered: false,
    };
    const delivered =
      corner4 !== undefined && failure === undefined && (await this.handOver(corner4, message, checked, posted));
    await this.state.messages.put(message.id, { ...message, delivered });
    return { status: 201 };
  }

  private async handOver(
    { delivery, issuer }: Corner4,
    message: TakenMessage,
    checked: CheckedMessage,
    posted: PostedMessage,
  ): Promise<boolean> {
    const { channel } = delivery.party;
    if (this.context.faults.next(channel, ['reject']) !== undefined) {
      await issuer.issue(message, 'feil', { feiltype: 'KLIENT', detaljer: 'Fault switch reject' });
      return false;
    }
    const outcome = await delivery.deliver(message, checked, posted);
    if (outcome.ok) {
      for (const { type, afterMs, more } of outcome.value) await issuer.issue(message, type, more, afterMs);
    } else {
      this.context.log('dpi-letter-refused', { messageId: message.id, channel, detaljer: outcome.error });
      await issuer.issue(message, 'feil', { feiltype: 'KLIENT', detaljer: outcome.error });
    }
    return outcome.ok;
  }

  private statuses(request: SimulatedRequest, poster: Poster): SimulatedResponse {
    const message = this.state.messages.get((request.params['id'] ?? '').toLowerCase());
    if (message === undefined) return { status: 200, body: [] };
    if (message.owner !== (poster.supplier ?? poster.consumer))
      return dpiProblem(403, 'not-yours', 'The message was sent by another.');
    return { status: 200, body: message.statuses };
  }

  private route(
    method: 'GET' | 'POST',
    path: string,
    handle: (request: SimulatedRequest, poster: Poster) => SimulatedResponse | Promise<SimulatedResponse>,
  ): Simulator['routes'][number] {
    return {
      method,
      path,
      service: 'dpi',
      handle: async (request) => {
        const poster = await checkCaller(this.context, request);
        if (poster.ok) return handle(request, poster.value);
        // The refusal is heard only by a client that is done with sending.
        request.stream.resume();
        return poster.error;
      },
    };
  }
}

interface Corner4 {
  readonly delivery: Corner4Delivery;
  readonly issuer: ReceiptIssuer;
}

/** Why the next access point does not get it; the time to live ends every try to hand it over (DPI reference 5.2). */
function forwardingFailure({ sbd }: CheckedMessage, receiver: Corner4 | undefined, now: Date): string | undefined {
  if (sbd.answerBefore !== undefined && sbd.answerBefore <= now)
    return 'Levetiden (expectedResponseDateTime) er utløpt';
  return receiver === undefined ? 'Mottakeren er ikke registrert for denne meldingen' : undefined;
}

function statusesOf(failure: string | undefined, now: Date): readonly TakenStatus[] {
  const timestamp = now.toISOString();
  return [
    { status: 'OPPRETTET', timestamp },
    failure === undefined ? { status: 'SENDT', timestamp } : { status: 'FEILET', timestamp, beskrivelse: failure },
  ];
}
