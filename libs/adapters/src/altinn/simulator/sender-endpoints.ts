import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { CONDITION_CHECK, jsonBody, param, READ, WRITE, type AltinnEndpoint } from './altinn-endpoint.js';
import { readForm } from './altinn-form.js';
import type { AltinnAttachments } from './altinn-attachments.js';
import type { AltinnLetters } from './altinn-letters.js';
import { AltinnProblem } from './altinn-problems.js';
import type { AttachmentRecord, CorrespondenceRecord } from './altinn-records.js';
import type { CorrespondenceRequest } from './altinn-requests.js';
import type { AltinnCaller } from './altinn-tokens.js';
import { details, overview } from './altinn-views.js';
import type { LetterAccess } from './letter-access.js';
import type { LetterMaker, MadeLetters } from './letter-maker.js';
import type { LetterNotifier } from './letter-notifier.js';
import { searchLetters } from './letter-search.js';
import { readModel, type ModelSource } from './model-reader.js';
import { CORRESPONDENCE_MODEL } from './request-models.js';

/** The endpoints that make letters and tell about them, of which recipients share the reading ones. */
export class SenderEndpoints {
  constructor(
    private readonly context: SimulationContext,
    private readonly letters: AltinnLetters,
    private readonly attachments: AltinnAttachments,
    private readonly maker: LetterMaker,
    private readonly access: LetterAccess,
    private readonly notifier: LetterNotifier,
  ) {}

  endpoints(base: string): readonly AltinnEndpoint[] {
    const path = `${base}/correspondence`;
    const both = [WRITE, READ];
    return [
      { method: 'POST', path, scopes: [WRITE], handle: (request, caller) => this.initialize(request, caller) },
      {
        method: 'POST',
        path: `${path}/upload`,
        scopes: [WRITE],
        handle: (request, caller) => this.upload(request, caller),
      },
      { method: 'GET', path, scopes: both, handle: (request, caller) => this.search(request, caller) },
      { method: 'GET', path: `${path}/:id`, scopes: both, handle: (request, caller) => this.overview(request, caller) },
      {
        method: 'GET',
        path: `${path}/:id/details`,
        scopes: both,
        handle: (request, caller) => this.details(request, caller),
      },
      {
        method: 'GET',
        path: `${path}/:id/notification/check`,
        scopes: [CONDITION_CHECK],
        handle: (request) => this.check(request, true),
      },
      {
        method: 'GET',
        path: `${path}/:id/notification/check/main`,
        scopes: [CONDITION_CHECK],
        handle: (request) => this.check(request, false),
      },
    ];
  }

  private async initialize(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    const body = await jsonBody(request);
    return toAnswer(await this.maker.make(toRequest(body, 'json'), caller, await request.bytes()));
  }

  private async upload(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    const { body, files } = await readForm(request);
    const raw = Buffer.from(JSON.stringify(body));
    return toAnswer(await this.maker.make(toRequest(body, 'form'), caller, raw, files));
  }

  private search(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    // In a promise, so that what it throws is an answer too.
    return Promise.resolve().then(() => ({
      status: 200,
      body: { ids: searchLetters(request.query, caller, this.letters) },
    }));
  }

  private async overview(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    const { record, viewer } = await this.access.asEither(param(request, 'id'), caller);
    const shown = viewer === 'recipient' ? await this.letters.addStatus(record.id, 'Fetched') : record;
    return { status: 200, body: overview(shown, this.attachmentsOf(shown), viewer) };
  }

  private async details(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    const { record, viewer } = await this.access.asEither(param(request, 'id'), caller);
    const shown = viewer === 'recipient' ? await this.letters.addStatus(record.id, 'Fetched') : record;
    const mode = this.context.faults.next('altinn', ['duplicate-receipts', 'shuffle-receipts']);
    const history = mode === 'duplicate-receipts' ? [...shown.history, ...shown.history] : shown.history;
    const told = mode === 'shuffle-receipts' ? [...history].reverse() : history;
    return { status: 200, body: details(shown, this.attachmentsOf(shown), viewer, told) };
  }

  private check(request: SimulatedRequest, isReminder: boolean): Promise<SimulatedResponse> {
    return Promise.resolve().then(() => {
      const record = this.letters.get(param(request, 'id'));
      if (record === undefined) throw new AltinnProblem(1001);
      return { status: 200, body: { sendNotification: this.notifier.shouldSend(record, isReminder) } };
    });
  }

  private attachmentsOf(record: CorrespondenceRecord): readonly AttachmentRecord[] {
    return record.attachmentIds.map((id) => this.attachments.mustGet(id));
  }
}

/** What the model lets through has the interface's fields and types. */
function toRequest(body: unknown, source: ModelSource): CorrespondenceRequest {
  return readModel(CORRESPONDENCE_MODEL, body, source) as unknown as CorrespondenceRequest;
}

function toAnswer({ records, attachmentIds }: MadeLetters): SimulatedResponse {
  const correspondences = records.map(({ id, recipient, history }) => ({
    correspondenceId: id,
    status: history[0]?.status,
    recipient,
    // Orders are made by a job, after the answer.
    notifications: null,
  }));
  return { status: 200, body: { correspondences, attachmentIds } };
}
