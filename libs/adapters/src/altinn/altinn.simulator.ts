import type { SimulatedRoute } from '#channels/simulation/simulated-http.js';
import type { SimulationContext, Simulator, SimulatorFactory } from '#channels/simulation/simulator.js';
import { AltinnAttachments } from './simulator/altinn-attachments.js';
import { toRoute } from './simulator/altinn-endpoint.js';
import { AltinnEvents } from './simulator/altinn-events.js';
import { AltinnJobs } from './simulator/altinn-jobs.js';
import { AltinnLetters } from './simulator/altinn-letters.js';
import { AltinnTokens } from './simulator/altinn-tokens.js';
import { AttachmentEndpoints } from './simulator/attachment-endpoints.js';
import { EventEndpoints } from './simulator/event-endpoints.js';
import { LetterAccess } from './simulator/letter-access.js';
import { LetterMaker } from './simulator/letter-maker.js';
import { LetterNotifier } from './simulator/letter-notifier.js';
import { LetterPublisher } from './simulator/letter-publisher.js';
import { RecipientEndpoints } from './simulator/recipient-endpoints.js';
import { SenderEndpoints } from './simulator/sender-endpoints.js';

/** Altinn 3 under /altinn: token exchange, Correspondence for senders and recipients, and Events. */
export const createSimulator: SimulatorFactory = (context) => new AltinnSimulator(context);

const AUTHENTICATION = '/altinn/authentication/api/v1';
const CORRESPONDENCE = '/altinn/correspondence/api/v1';
const EVENTS = '/altinn/events/api/v1';
const TEST_TOOLS = '/altinn/testtools/api';

class AltinnSimulator implements Simulator {
  readonly routes: readonly SimulatedRoute[];
  private readonly jobs: AltinnJobs;
  private readonly events: AltinnEvents;
  private readonly recipients: RecipientEndpoints;

  constructor(context: SimulationContext) {
    const tokens = new AltinnTokens(context);
    this.jobs = new AltinnJobs(context);
    this.events = new AltinnEvents(context);
    const attachments = new AltinnAttachments(context, this.jobs, this.events);
    const letters = new AltinnLetters(context);
    const notifier = new LetterNotifier(context, letters, this.jobs, this.events);
    const publisher = new LetterPublisher(context, letters, attachments, notifier, this.jobs, this.events);
    const maker = new LetterMaker(context, letters, attachments, publisher, this.events);
    const access = new LetterAccess(letters, publisher);
    this.recipients = new RecipientEndpoints(letters, attachments, access, notifier, this.events);
    const endpoints = [
      ...new SenderEndpoints(context, letters, attachments, maker, access, notifier).endpoints(CORRESPONDENCE),
      ...new AttachmentEndpoints(attachments, letters).endpoints(CORRESPONDENCE),
      ...this.recipients.endpoints(CORRESPONDENCE),
      ...new EventEndpoints(this.events).endpoints(EVENTS),
    ];
    this.routes = [
      open(`${AUTHENTICATION}/exchange/maskinporten`, (request) => tokens.exchange(request)),
      open(`${AUTHENTICATION}/openid/.well-known/openid-configuration/jwks`, () => tokens.jwks()),
      open(`${TEST_TOOLS}/GetPersonalToken`, (request) => tokens.personalToken(request)),
      open(`${TEST_TOOLS}/GetEnterpriseToken`, (request) => tokens.enterpriseToken(request)),
      ...endpoints.map((endpoint) => toRoute(endpoint, tokens)),
    ];
  }

  start(): Promise<void> {
    this.jobs.start();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.jobs.stop();
    await this.events.stop();
  }

  /** What the recipient's own calls do: fetch, then read. */
  open(deliveryId: string): Promise<boolean> {
    return this.recipients.open(deliveryId);
  }
}

/** A route without a token of Altinn's. */
function open(path: string, handle: SimulatedRoute['handle']): SimulatedRoute {
  return { method: 'GET', path, service: 'altinn', handle };
}
