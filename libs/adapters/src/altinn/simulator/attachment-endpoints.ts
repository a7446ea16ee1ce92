import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { AltinnAttachments } from './altinn-attachments.js';
import { jsonBody, jsonString, param, WRITE, type AltinnEndpoint } from './altinn-endpoint.js';
import type { AltinnLetters } from './altinn-letters.js';
import { AltinnProblem } from './altinn-problems.js';
import { attachmentStatus, type AttachmentRecord } from './altinn-records.js';
import type { RequestedAttachment } from './altinn-requests.js';
import { resourceOf } from './altinn-resources.js';
import type { AltinnCaller } from './altinn-tokens.js';
import { attachmentDetails, attachmentOverview } from './altinn-views.js';
import { readModel } from './model-reader.js';
import { ATTACHMENT_MODEL } from './request-models.js';

const MAX_BYTES = 50_000_000_000;

/** Attachments before they belong to a letter: made, uploaded, looked at and deleted by the owner of the resource. */
export class AttachmentEndpoints {
  constructor(
    private readonly attachments: AltinnAttachments,
    private readonly letters: AltinnLetters,
  ) {}

  endpoints(base: string): readonly AltinnEndpoint[] {
    const path = `${base}/attachment`;
    const scopes = [WRITE];
    return [
      { method: 'POST', path, scopes, handle: (request, caller) => this.create(request, caller) },
      { method: 'POST', path: `${path}/:id/upload`, scopes, handle: (request, caller) => this.upload(request, caller) },
      {
        method: 'GET',
        path: `${path}/:id`,
        scopes,
        handle: (request, caller) => this.show(request, caller, attachmentOverview),
      },
      {
        method: 'GET',
        path: `${path}/:id/details`,
        scopes,
        handle: (request, caller) => this.show(request, caller, attachmentDetails),
      },
      {
        method: 'GET',
        path: `${path}/:id/download`,
        scopes,
        produces: 'application/octet-stream',
        handle: (request, caller) => this.download(request, caller),
      },
      { method: 'DELETE', path: `${path}/:id`, scopes, handle: (request, caller) => this.remove(request, caller) },
    ];
  }

  private async create(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    const body = await jsonBody(request);
    const metadata = readModel(ATTACHMENT_MODEL, body) as unknown as RequestedAttachment & {
      readonly resourceId: string;
    };
    const resource = resourceOf(metadata.resourceId);
    if (resource === undefined) throw new AltinnProblem(1036);
    if (caller.organisation !== resource.owner) throw new AltinnProblem(4001);
    if (resource.type !== 'CorrespondenceService') throw new AltinnProblem(4010);
    if (!resource.hasAgreement) throw new AltinnProblem(2014);
    return jsonString((await this.attachments.create(metadata, resource)).id);
  }

  private async upload(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    const { id } = this.own(request, caller);
    if (this.letters.ofAttachment(id).length > 0) throw new AltinnProblem(2003);
    return this.view(await this.attachments.upload(id, request.stream, MAX_BYTES), attachmentOverview);
  }

  private show(
    request: SimulatedRequest,
    caller: AltinnCaller,
    as: typeof attachmentOverview,
  ): Promise<SimulatedResponse> {
    // In a promise, so that what it throws is an answer too.
    return Promise.resolve().then(() => this.view(this.own(request, caller), as));
  }

  private async download(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    const record = this.own(request, caller);
    const { status } = attachmentStatus(record);
    if (status === 'Expired') throw new AltinnProblem(2018);
    if (status === 'Purged') throw new AltinnProblem(2006);
    if (status !== 'Published') throw new AltinnProblem(1018);
    const isPublished = this.letters.ofAttachment(record.id).some((id) => this.letters.get(id)?.stage === 'published');
    if (isPublished) throw new AltinnProblem(2016);
    return { status: 200, body: await this.attachments.content(record.id) };
  }

  private async remove(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    const record = this.own(request, caller);
    if (attachmentStatus(record).status === 'Purged') throw new AltinnProblem(2006);
    if (this.letters.ofAttachment(record.id).length > 0) throw new AltinnProblem(2007);
    await this.attachments.purge(record.id);
    return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: 'null' };
  }

  /** Throws 2001 or 4001. */
  private own(request: SimulatedRequest, caller: AltinnCaller): AttachmentRecord {
    const record = this.attachments.mustGet(param(request, 'id'));
    if (caller.organisation !== record.owner) throw new AltinnProblem(4001);
    return record;
  }

  private view(record: AttachmentRecord, as: typeof attachmentOverview): SimulatedResponse {
    return { status: 200, body: as(record, this.letters.ofAttachment(record.id)) };
  }
}
