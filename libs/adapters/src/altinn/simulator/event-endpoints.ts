import type { SimulatedRequest, SimulatedResponse } from '#channels/simulation/simulated-http.js';
import { jsonBody, param, type AltinnEndpoint } from './altinn-endpoint.js';
import type { AltinnEvents, SubscriptionFilters } from './altinn-events.js';
import { AltinnModelProblem } from './altinn-problems.js';
import type { SubscriptionRecord } from './altinn-records.js';
import { resourceOf, resourceUrn } from './altinn-resources.js';
import type { AltinnCaller } from './altinn-tokens.js';
import { readModel, type Model } from './model-reader.js';

const SUBSCRIBE = 'altinn:events.subscribe';
const SERVICE_OWNER = 'altinn:serviceowner';
const FILTER: Model = { kind: 'text', max: 500 };
const SUBSCRIPTION_MODEL: Model = {
  kind: 'object',
  fields: {
    endPoint: { kind: 'text', max: 2000 },
    resourceFilter: FILTER,
    typeFilter: FILTER,
    sourceFilter: FILTER,
    subjectFilter: FILTER,
    alternativeSubjectFilter: FILTER,
  },
  required: ['endPoint'],
};

/** `/events/api/v1/subscriptions` (registers reference 1.9); everybody sees their own alone. */
export class EventEndpoints {
  constructor(private readonly events: AltinnEvents) {}

  endpoints(base: string): readonly AltinnEndpoint[] {
    const path = `${base}/subscriptions`;
    const scopes = [SUBSCRIBE];
    return [
      { method: 'POST', path, scopes, handle: (request, caller) => this.subscribe(request, caller) },
      { method: 'GET', path, scopes, handle: (_request, caller) => Promise.resolve(this.list(caller)) },
      {
        method: 'GET',
        path: `${path}/:id`,
        scopes,
        handle: (request, caller) => Promise.resolve(this.show(request, caller)),
      },
      { method: 'DELETE', path: `${path}/:id`, scopes, handle: (request, caller) => this.remove(request, caller) },
    ];
  }

  private async subscribe(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    if (!caller.scopes.has(SERVICE_OWNER)) return { status: 403 };
    // The model's fields are the filters'.
    const filters = readModel(SUBSCRIPTION_MODEL, await jsonBody(request)) as unknown as SubscriptionFilters;
    if (!URL.canParse(filters.endPoint)) throw new AltinnModelProblem({ EndPoint: ['The field is not a URL.'] });
    if (filters.resourceFilter === undefined && filters.sourceFilter === undefined) {
      throw new AltinnModelProblem({ ResourceFilter: ['A resource or a source has to be given.'] });
    }
    if (filters.resourceFilter?.startsWith(resourceUrn('')) === false) {
      throw new AltinnModelProblem({ ResourceFilter: ['The field must begin with urn:altinn:resource:.'] });
    }
    const owner = resourceOf(filters.resourceFilter ?? '')?.owner;
    if (caller.organisation === undefined || (filters.resourceFilter !== undefined && owner !== caller.organisation)) {
      return { status: 403 };
    }
    const { record, isNew } = await this.events.subscribe(caller.organisation, filters);
    return { status: isNew ? 201 : 200, body: toView(record) };
  }

  private list(caller: AltinnCaller): SimulatedResponse {
    const subscriptions = this.events.of(caller.organisation ?? '').map(toView);
    return { status: 200, body: { count: subscriptions.length, subscriptions } };
  }

  private show(request: SimulatedRequest, caller: AltinnCaller): SimulatedResponse {
    const record = this.find(request, caller);
    return record === undefined ? { status: 404 } : { status: 200, body: toView(record) };
  }

  private async remove(request: SimulatedRequest, caller: AltinnCaller): Promise<SimulatedResponse> {
    const record = this.find(request, caller);
    if (record === undefined) return { status: 404 };
    await this.events.unsubscribe(record);
    return { status: 200 };
  }

  private find(request: SimulatedRequest, caller: AltinnCaller): SubscriptionRecord | undefined {
    return this.events.of(caller.organisation ?? '').find(({ id }) => String(id) === param(request, 'id'));
  }
}

function toView(record: SubscriptionRecord): Readonly<Record<string, unknown>> {
  const { consumer, ...shown } = record;
  return { ...shown, consumer: `/organisation/${consumer}`, createdBy: `/organisation/${consumer}` };
}
