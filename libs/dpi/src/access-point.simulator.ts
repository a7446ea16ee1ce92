import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext, Simulator, SimulatorFactory } from '#channels/simulation/simulator.js';
import { bearerRefusal, checkBearer } from '#maskinporten/simulated-bearer.js';
import { CertificateTrust } from './certificate/certificate-trust.js';
import { AccessPointState, type TakenMessage } from './simulator/access-point.state.js';
import { MailboxDelivery } from './simulator/mailbox-delivery.js';
import { checkMessage, type CheckedMessage, type Poster } from './simulator/message-checks.js';
import { readPostedMessage, type PostedMessage } from './simulator/posted-message.reader.js';
import { ReceiptIssuer } from './simulator/receipt-issuer.js';
import { mailboxFault } from './simulator/mailbox-fault.js';
import { SIMULATED_MAILBOXES, type SimulatedMailbox } from './simulator/simulated-mailboxes.js';

const SCOPE = 'digitalpostinnbygger:send';
const PROBLEM_TYPES = 'https://sandbox.invalid/dpi/problems/';
const PAGE_SIZE = { usual: 100, most: 1000 };
const KANAL = /^[\w-]{1,64}$/;

/** The corner-2 access point under /dpi with the mailboxes behind it (DPI reference 1.4-1.6). */
export const createSimulator: SimulatorFactory = (context) => new AccessPointSimulator(context);

class AccessPointSimulator implements Simulator {
  readonly routes = [
    this.route('POST', '/dpi/messages/out', (request, caller) => this.post(request, caller)),
    this.route('GET', '/dpi/messages/out/:id/statuses', (request, caller) => this.statuses(request, caller)),
    this.route('GET', '/dpi/messages/in', (request, caller) => this.unread(request, caller)),
    this.route('POST', '/dpi/messages/in/:id/read', (request, caller) => this.markRead(request, caller)),
  ];
  private readonly state: AccessPointState;
  private readonly mailboxes: ReadonlyMap<string, MailboxParts>;
  /** Messages being taken now, so that the same id at the same time is taken once. */
  private readonly taking = new Map<string, Promise<unknown>>();
  private trusted: CertificateTrust | undefined;

  constructor(private readonly context: SimulationContext) {
    this.state = new AccessPointState(context.world);
    this.mailboxes = new Map(
      SIMULATED_MAILBOXES.map((mailbox) => [
        mailbox.organisationNumber,
        {
          mailbox,
          delivery: new MailboxDelivery(context, mailbox, () => this.trust()),
          issuer: new ReceiptIssuer(context, this.state, mailbox),
        },
      ]),
    );
  }

  private async post(request: SimulatedRequest, poster: Poster): Promise<SimulatedResponse> {
    const kanal = (request.query.get('kanal') ?? '').toLowerCase();
    const posted = await readPostedMessage(request);
    if (posted === undefined)
      return problem(
        400,
        'invalid-message',
        'multipart/form-data with forretningsmelding and dokumentpakke is expected.',
      );
    if (kanal !== '' && !KANAL.test(kanal))
      return problem(400, 'invalid-message', 'kanal has other characters than letters, digits, _ and -.');
    if (this.context.faults.next('dpi', ['reject']) !== undefined)
      return problem(400, 'invalid-message', 'Fault switch reject.');
    const checked = checkMessage(posted, poster, this.trust(), this.context.clock.now());
    if (!checked.ok) return problem(400, checked.error.type, checked.error.detail);
    const { messageId } = checked.value.sbd;
    // A try that failed is told to its own caller; here only its end counts.
    for (let other = this.taking.get(messageId); other !== undefined; other = this.taking.get(messageId))
      await other.catch(() => undefined);
    const mailbox = this.mailboxes.get(checked.value.sbd.to)?.mailbox;
    const fault = mailbox === undefined ? undefined : mailboxFault(this.context.faults, mailbox);
    if (fault !== undefined && fault !== 'drop-after-accept') return { status: 503, fault };
    if (this.state.messages.get(messageId) !== undefined) {
      return problem(400, 'duplicate-message', 'instanceIdentifier has been used before; GET its statuses.');
    }
    const taken = this.take(checked.value, posted, poster, kanal).finally(() => this.taking.delete(messageId));
    this.taking.set(messageId, taken);
    const answer = await taken;
    return fault === undefined ? answer : { ...answer, fault };
  }

  /** Delivery first, the message's own row last: whatever a crash leaves, a repeat puts right. */
  private async take(
    checked: CheckedMessage,
    posted: PostedMessage,
    poster: Poster,
    kanal: string,
  ): Promise<SimulatedResponse> {
    const { sbd } = checked;
    const parts = this.mailboxes.get(sbd.to);
    const timestamp = this.context.clock.now().toISOString();
    const { avsenderidentifikator: unit } = sbd.body.avsender;
    const message: TakenMessage = {
      id: sbd.messageId,
      conversationId: sbd.conversationId,
      consumer: poster.consumer,
      owner: poster.supplier ?? poster.consumer,
      ...(unit === undefined ? {} : { unit }),
      kanal,
      provider: sbd.to,
      openReceipt: sbd.body.aapningskvittering ?? false,
      statuses: [
        { status: 'OPPRETTET', timestamp },
        { status: parts === undefined ? 'FEILET' : 'SENDT', timestamp },
      ],
      delivered: false,
    };
    const delivered = parts !== undefined && (await this.handOver(parts, message, checked, posted));
    await this.state.messages.put(message.id, { ...message, delivered });
    return { status: 201 };
  }

  private async handOver(
    { mailbox, delivery, issuer }: MailboxParts,
    message: TakenMessage,
    checked: CheckedMessage,
    posted: PostedMessage,
  ): Promise<boolean> {
    if (this.context.faults.next(mailbox.channel, ['reject']) !== undefined) {
      await issuer.issue(message, 'feil', { feiltype: 'KLIENT', detaljer: 'Fault switch reject' });
      return false;
    }
    const outcome = await delivery.deliver(message, checked, posted);
    if (outcome.ok) {
      await issuer.issue(message, 'leveringskvittering');
    } else {
      this.context.log('dpi-mailbox-refused', {
        messageId: message.id,
        mailbox: mailbox.channel,
        detaljer: outcome.error,
      });
      await issuer.issue(message, 'feil', { feiltype: 'KLIENT', detaljer: outcome.error });
    }
    return outcome.ok;
  }

  private statuses(request: SimulatedRequest, poster: Poster): SimulatedResponse {
    const message = this.state.messages.get((request.params['id'] ?? '').toLowerCase());
    if (message === undefined) return { status: 200, body: [] };
    if (message.owner !== (poster.supplier ?? poster.consumer))
      return problem(403, 'not-yours', 'The message was sent by another.');
    return { status: 200, body: message.statuses };
  }

  private unread(request: SimulatedRequest, poster: Poster): SimulatedResponse {
    const { query } = request;
    const size = Number(query.get('page_size') ?? PAGE_SIZE.usual);
    const page = Number(query.get('page') ?? 1);
    if (!Number.isInteger(size) || size < 1 || !Number.isInteger(page) || page < 1) {
      return problem(400, 'invalid-query', 'page_size and page are whole numbers from 1.');
    }
    const kanal = query.get('kanal')?.toLowerCase();
    const unit = query.get('avsenderidentifikator');
    const most = Math.min(size, PAGE_SIZE.most);
    const found = this.state
      .unread(poster.supplier ?? poster.consumer, this.context.clock.now().getTime())
      .filter((receipt) => poster.supplier === undefined || receipt.consumer === poster.consumer)
      .filter((receipt) => kanal === undefined || receipt.kanal === kanal)
      .filter((receipt) => unit === null || receipt.unit === unit)
      .slice((page - 1) * most, page * most);
    if (found.length === 0) return { status: 204 };
    const body = found.map(({ id, jws }) => ({
      forretningsmelding: jws,
      downloadurl: `${this.context.baseUrl}/dpi/messages/in/${id}`,
    }));
    return { status: 200, body };
  }

  private async markRead(request: SimulatedRequest, poster: Poster): Promise<SimulatedResponse> {
    const outcome = await this.state.markRead(request.params['id'] ?? '', poster.supplier ?? poster.consumer);
    return outcome === 'read' ? { status: 200 } : problem(404, 'unknown-id', 'Ugyldig id.');
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
        const check = await checkBearer(this.context, request, [SCOPE]);
        if (check.kind === 'refused') return bearerRefusal(check);
        const token = (request.headers['authorization'] ?? '').replace(/^Bearer /i, '');
        return handle(request, { ...check.caller, token });
      },
    };
  }

  private trust(): CertificateTrust {
    this.trusted ??= new CertificateTrust({ certificates: this.context.keys.root, policies: [] });
    return this.trusted;
  }
}

interface MailboxParts {
  readonly mailbox: SimulatedMailbox;
  readonly delivery: MailboxDelivery;
  readonly issuer: ReceiptIssuer;
}

function problem(status: number, type: string, detail: string): SimulatedResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: `${PROBLEM_TYPES}${type}`, title: type, status, detail },
  };
}
