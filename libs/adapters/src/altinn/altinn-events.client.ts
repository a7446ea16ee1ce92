import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import { isJsonObject } from '#platform/parse-json.js';
import { isSuccess, type AltinnCall, type AltinnCalls } from './altinn-calls.js';
import type { AltinnResource } from './altinn-resource.js';

const SUBSCRIPTIONS = '/events/api/v1/subscriptions';

/** Altinn Events: subscriptions to what happens to the letters of a resource (registers reference 1.9). */
export class AltinnEventsClient {
  constructor(private readonly calls: AltinnCalls) {}

  /**
   * Subscribes unless Altinn lists a subscription of the same address that it has validated. One that is not validated
   * is asked for again, which makes Altinn call for its validation once more. By resource alone: a subject filter on
   * ourselves would miss `published`, whose subject is the recipient.
   */
  async subscribe(
    resource: AltinnResource,
    endPoint: string,
    signal: AbortSignal,
  ): Promise<Result<'made' | 'there', Failure>> {
    const resourceFilter = `urn:altinn:resource:${resource.id}`;
    const listed = await this.list(resource, signal);
    if (!listed.ok) return listed;
    const isOurs = (item: Subscription): boolean =>
      item.endPoint === endPoint && item.resourceFilter === resourceFilter && item.isValidated;
    if (listed.value.some(isOurs)) return ok('there');
    const body = JSON.stringify({ endPoint, resourceFilter });
    const call: AltinnCall = {
      method: 'POST',
      path: SUBSCRIPTIONS,
      step: 'prepares',
      owner: resource.owner,
      contentType: 'application/json',
      body: () => body,
    };
    const answer = await this.calls.answer(call, signal);
    if (!answer.ok) return answer;
    return isSuccess(answer.value) ? ok('made') : err(this.calls.failure(answer.value, 'prepares'));
  }

  /** Our own; none where Altinn does not list them, for it takes a subscription that it has as the same one. */
  private async list(
    { owner }: AltinnResource,
    signal: AbortSignal,
  ): Promise<Result<readonly Subscription[], Failure>> {
    const answer = await this.calls.answer({ method: 'GET', path: SUBSCRIPTIONS, step: 'prepares', owner }, signal);
    if (!answer.ok) return answer;
    if (answer.value.status === 404 || answer.value.status === 405) return ok([]);
    return this.calls.toValue(answer.value, (body) => {
      const items: unknown = isJsonObject(body) ? body['subscriptions'] : body;
      return Array.isArray(items) ? items.filter(isJsonObject).map(toSubscription) : undefined;
    });
  }
}

interface Subscription {
  readonly endPoint: unknown;
  readonly resourceFilter: unknown;
  readonly isValidated: boolean;
}

function toSubscription(item: Readonly<Record<string, unknown>>): Subscription {
  return {
    endPoint: item['endPoint'],
    resourceFilter: item['resourceFilter'],
    isValidated: item['validated'] === true,
  };
}
