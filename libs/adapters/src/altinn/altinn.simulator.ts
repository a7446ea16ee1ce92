import type { SimulatedRequest, SimulatedResponse, SimulatedRoute } from '#channels/simulation/simulated-http.js';
import type { SimulationContext, Simulator, SimulatorFactory } from '#channels/simulation/simulator.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { AltinnAttachments } from './simulator/altinn-attachments.js';
import { AltinnCorrespondences } from './simulator/altinn-correspondences.js';
import { AltinnEvents } from './simulator/altinn-events.js';
import { AltinnModelProblem, AltinnProblem, forbidden, unauthorised } from './simulator/altinn-problems.js';
import { hasStatus, type CorrespondenceRecord } from './simulator/altinn-records.js';
import { AltinnTokens, hasScope } from './simulator/altinn-tokens.js';
import { checkRequest, partyOf, readRequest } from './simulator/altinn-validation.js';
import { attachmentView, details, overview } from './simulator/altinn-views.js';

/** Altinn 3 under /altinn: token exchange, Correspondence for senders and recipients, and Events. */
export const createSimulator: SimulatorFactory = (context) => new AltinnSimulator(context);

const API = '/altinn/correspondence/api/v1';
const WRITE = 'altinn:correspondence.write';
const READ = 'altinn:correspondence.read';
const JOB_MS = 100;

type Handler = (request: SimulatedRequest, claims: JsonObject) => Promise<SimulatedResponse>;

class AltinnSimulator implements Simulator {
  readonly routes: readonly SimulatedRoute[];
  private readonly tokens: AltinnTokens;
  private readonly events: AltinnEvents;
  private readonly attachments: AltinnAttachments;
  private readonly letters: AltinnCorrespondences;
  private job: NodeJS.Timeout | undefined;

  constructor(private readonly context: SimulationContext) {
    this.tokens = new AltinnTokens(context.clock, `${context.baseUrl}/altinn/authentication/api/v1/openid/`);
    this.events = new AltinnEvents(context);
    this.attachments = new AltinnAttachments(context);
    this.letters = new AltinnCorrespondences(context, this.attachments, this.events);
    this.routes = [
      {
        method: 'GET',
        path: '/altinn/authentication/api/v1/exchange/maskinporten',
        service: 'altinn',
        handle: (request) => this.exchange(request),
      },
      this.route('POST', '/attachment', [WRITE], (request) => this.createAttachment(request)),
      this.route('POST', '/attachment/:id/upload', [WRITE], (request) => this.upload(request)),
      this.route('GET', '/attachment/:id', [WRITE], (request) => this.attachment(request)),
      this.route('POST', '/correspondence', [WRITE], (request) => this.initialize(request)),
      this.route('GET', '/correspondence', [WRITE, READ], (request) => this.search(request)),
      this.route('GET', '/correspondence/:id', [WRITE, READ], (request, claims) => this.overview(request, claims)),
      this.route('GET', '/correspondence/:id/details', [WRITE, READ], (request) => this.details(request)),
      this.route('GET', '/correspondence/:id/attachment/:attachmentId/download', [READ], (request, claims) =>
        this.download(request, claims),
      ),
      this.route('POST', '/correspondence/:id/markasread', [READ], (request, claims) =>
        this.receive(request, claims, 'Read', 1024),
      ),
      this.route('POST', '/correspondence/:id/confirm', [READ], (request, claims) =>
        this.receive(request, claims, 'Confirmed', 1025),
      ),
      {
        method: 'POST',
        path: '/altinn/events/api/v1/subscriptions',
        service: 'altinn',
        handle: (request) => this.subscribe(request),
      },
    ];
  }

  start(): Promise<void> {
    this.job = setInterval(() => void this.letters.publishDue(), JOB_MS).unref();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    clearInterval(this.job);
    await this.events.stop();
  }

  /** What the recipient's own calls do: fetch, then read. */
  async open(deliveryId: string): Promise<boolean> {
    if ((await this.letters.get(deliveryId)) === undefined) return false;
    await this.letters.mark(deliveryId, 'Fetched');
    await this.letters.mark(deliveryId, 'Read', 'correspondencereceiverread');
    return true;
  }

  private exchange(request: SimulatedRequest): Promise<SimulatedResponse> {
    const token = this.tokens.exchange(request.headers['authorization']);
    return Promise.resolve(token === undefined ? unauthorised() : { status: 200, body: token });
  }

  private async createAttachment(request: SimulatedRequest): Promise<SimulatedResponse> {
    return jsonString((await this.attachments.create(await request.json())).id);
  }

  private async upload(request: SimulatedRequest): Promise<SimulatedResponse> {
    return { status: 200, body: attachmentView(await this.attachments.upload(param(request, 'id'), request.stream)) };
  }

  private async attachment(request: SimulatedRequest): Promise<SimulatedResponse> {
    const record = await this.attachments.get(param(request, 'id'));
    if (record === undefined) throw new AltinnProblem(2001, 'The requested attachment was not found');
    return { status: 200, body: attachmentView(record) };
  }

  private async initialize(request: SimulatedRequest): Promise<SimulatedResponse> {
    const raw = await request.bytes();
    const wanted = readRequest(JSON.parse(raw.toString('utf8')));
    if (wanted.idempotentKey !== undefined && wanted.recipients.length !== 1) {
      throw new AltinnProblem(1047, 'Idempotency key is not supported for multiple recipients');
    }
    const record = await this.letters.withKey(wanted.idempotentKey, async () => {
      if (this.context.faults.next('altinn', ['reject']) === 'reject') throw rejection(wanted.recipients[0] ?? '');
      checkRequest(wanted, this.context.world);
      return this.letters.create(wanted, raw);
    });
    this.events.publish('correspondenceinitialized', record);
    const made = {
      correspondenceId: record.id,
      status: 'ReadyForPublish',
      recipient: record.recipient,
      notifications: null,
    };
    return { status: 200, body: { correspondences: [made], attachmentIds: record.attachmentIds } };
  }

  private search(request: SimulatedRequest): Promise<SimulatedResponse> {
    const { query } = request;
    const key = query.get('idempotentKey')?.toLowerCase();
    if (query.get('resourceId') === null || query.get('role') === null) {
      throw new AltinnModelProblem({ resourceId: ['resourceId and role are required.'] });
    }
    if (key !== undefined) {
      const id = this.letters.idOfKey(key);
      return Promise.resolve({ status: 200, body: { ids: id === undefined ? [] : [id] } });
    }
    const reference = query.get('sendersReference');
    const ids = [...this.letters.ids()]
      .filter((record) => reference === null || record.sendersReference === reference)
      .map(({ id }) => id);
    return Promise.resolve({ status: 200, body: { ids: ids.reverse().slice(0, 1000) } });
  }

  private async overview(request: SimulatedRequest, claims: JsonObject): Promise<SimulatedResponse> {
    const record = await this.letter(request);
    const isRecipient = claims['pid'] === partyOf(record.recipient).id;
    return {
      status: 200,
      body: overview((isRecipient ? await this.letters.mark(record.id, 'Fetched') : undefined) ?? record),
    };
  }

  private async details(request: SimulatedRequest): Promise<SimulatedResponse> {
    const record = await this.letter(request);
    const mode = this.context.faults.next('altinn', ['duplicate-receipts', 'shuffle-receipts']);
    const history = mode === 'duplicate-receipts' ? [...record.history, ...record.history] : record.history;
    return { status: 200, body: details(record, mode === 'shuffle-receipts' ? [...history].reverse() : history) };
  }

  private async download(request: SimulatedRequest, claims: JsonObject): Promise<SimulatedResponse> {
    const record = await this.ownLetter(request, claims);
    const bytes = await this.context.world.blobs.get(`altinn/attachment/${param(request, 'attachmentId')}`);
    if (bytes === undefined) throw new AltinnProblem(2001, 'The requested attachment was not found');
    await this.letters.mark(record.id, 'AttachmentsDownloaded');
    return { status: 200, body: bytes };
  }

  private async receive(
    request: SimulatedRequest,
    claims: JsonObject,
    status: 'Read' | 'Confirmed',
    notFetched: number,
  ): Promise<SimulatedResponse> {
    const record = await this.ownLetter(request, claims);
    if (!hasStatus(record, 'Fetched')) throw new AltinnProblem(notFetched, 'The correspondence must be fetched first');
    if (hasStatus(record, status))
      throw new AltinnProblem(status === 'Read' ? 1040 : 1041, `The correspondence is ${status.toLowerCase()} already`);
    await this.letters.mark(
      record.id,
      status,
      status === 'Read' ? 'correspondencereceiverread' : 'correspondencereceiverconfirmed',
    );
    return jsonString(record.id);
  }

  private async subscribe(request: SimulatedRequest): Promise<SimulatedResponse> {
    if (this.tokens.claims(request.headers['authorization']) === undefined) return unauthorised();
    const body = await request.json();
    const { endPoint, resourceFilter } = (isJsonObject(body) ? body : {}) as {
      endPoint?: unknown;
      resourceFilter?: unknown;
    };
    if (typeof endPoint !== 'string' || !URL.canParse(endPoint) || typeof resourceFilter !== 'string') {
      throw new AltinnModelProblem({ endPoint: ['endPoint and resourceFilter are required.'] });
    }
    return { status: 201, body: { ...(await this.events.subscribe(endPoint, resourceFilter)) } };
  }

  /** The recipient of the letter alone; others do not learn that it exists. */
  private async ownLetter(request: SimulatedRequest, claims: JsonObject): Promise<CorrespondenceRecord> {
    const record = await this.letter(request);
    if (claims['pid'] !== partyOf(record.recipient).id || !hasStatus(record, 'Published')) throw notFound();
    return record;
  }

  private async letter(request: SimulatedRequest): Promise<CorrespondenceRecord> {
    const record = await this.letters.get(param(request, 'id'));
    if (record === undefined) throw notFound();
    return record;
  }

  /** A route of the Correspondence API: Altinn's own token with one of the scopes, and problems as answers. */
  private route(method: 'GET' | 'POST', path: string, scopes: readonly string[], handler: Handler): SimulatedRoute {
    const handle = async (request: SimulatedRequest): Promise<SimulatedResponse> => {
      const claims = this.tokens.claims(request.headers['authorization']);
      if (claims === undefined) return unauthorised();
      if (!scopes.some((scope) => hasScope(claims, scope)))
        return forbidden(`One of the scopes ${scopes.join(', ')} is required.`);
      try {
        return await handler(request, claims);
      } catch (error) {
        if (error instanceof AltinnProblem || error instanceof AltinnModelProblem) return error.toResponse();
        throw error;
      }
    };
    return { method, path: API + path, service: 'altinn', handle };
  }
}

/** The fault switch `reject`: a refusal that Altinn really has for this kind of recipient, both 422. */
function rejection(recipient: string): AltinnProblem {
  return partyOf(recipient).kind === 'person'
    ? new AltinnProblem(1030, 'Recipient has reserved themselves from public correspondences.')
    : new AltinnProblem(1044, 'Recipient lacks required roles to read confidential correspondences.');
}

function notFound(): AltinnProblem {
  return new AltinnProblem(1001, 'The requested correspondence was not found');
}

function param(request: SimulatedRequest, name: string): string {
  return request.params[name] ?? '';
}

/** Some answers are one JSON string. */
function jsonString(value: string): SimulatedResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
