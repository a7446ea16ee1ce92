import { describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import { ok } from '#domain/result.js';
import { AltinnEventsClient } from './altinn-events.client.js';
import { AltinnSubscriber } from './altinn.subscriber.js';
import { allResources } from './altinn-resource.js';
import { ScriptedAltinn } from './testing/scripted-altinn.js';

const URL = 'https://gateway.example.no/callbacks/altinn';
const LIST = /^GET .*\/subscriptions$/;
const MAKE = /^POST .*\/subscriptions$/;
const BREV = { id: 'brev', isConfidential: false };
const signal = AbortSignal.timeout(20_000);

function madeBy(altinn: ScriptedAltinn): readonly unknown[] {
  return altinn.asked
    .filter(({ method, path }) => MAKE.test(`${method} ${path}`))
    .map(({ body }) => JSON.parse(body) as unknown);
}

describe('subscriptions to Altinn events', () => {
  const listed = (validated: boolean, endPoint = URL, resourceFilter = 'urn:altinn:resource:brev'): object => ({
    count: 1,
    subscriptions: [{ id: 1, endPoint, resourceFilter, validated }],
  });

  it.each<[string, object, 'made' | 'there']>([
    ['none', { count: 0, subscriptions: [] }, 'made'],
    ['ours', listed(true), 'there'],
    ['ours that was never validated', listed(false), 'made'],
    ['one of another address', listed(true, 'https://old.example.no'), 'made'],
    ['one of another resource', listed(true, URL, 'urn:altinn:resource:annet'), 'made'],
  ])('with %s listed is %s', async (_what, body, expected) => {
    const altinn = new ScriptedAltinn().on(LIST, () => ({ status: 200, body })).on(MAKE, () => ({ status: 201 }));
    const client = new AltinnEventsClient(altinn.calls);
    expect(await client.subscribe(BREV, URL, signal)).toEqual({ ok: true, value: expected });
    const made = [{ endPoint: URL, resourceFilter: 'urn:altinn:resource:brev' }];
    expect(madeBy(altinn)).toEqual(expected === 'made' ? made : []);
  });

  it('are made where Altinn does not list them, and not where the list cannot be read', async () => {
    const altinn = new ScriptedAltinn().on(MAKE, () => ({ status: 201 }));
    const client = new AltinnEventsClient(altinn.calls);
    expect(await client.subscribe(BREV, URL, signal)).toEqual({ ok: true, value: 'made' });
    altinn.on(LIST, () => ({ status: 200, body: '<html>' }));
    expect(await client.subscribe(BREV, URL, signal)).toMatchObject({ error: { code: 'ALTINN_UNREADABLE_ANSWER' } });
    expect(madeBy(altinn)).toHaveLength(1);
  });

  it('are made for every resource with the token of its owner, when the app starts', async () => {
    const names = { resourceId: 'brev', confidentialResourceId: 'hemmelig', senderResources: '313000001=etat-brev' };
    const altinn = new ScriptedAltinn()
      .on(LIST, () => ({ status: 200, body: { subscriptions: [] } }))
      .on(MAKE, () => ({ status: 201 }));
    const told: unknown[] = [];
    const logger = { info: (what: unknown) => told.push(what), warn: () => undefined, error: () => undefined };
    const subscriber = new AltinnSubscriber(new AltinnEventsClient(altinn.calls), allResources(names), URL, logger);
    subscriber.onApplicationBootstrap();
    await eventually('three subscriptions', () => (told.length === 3 ? true : undefined));
    expect(madeBy(altinn)).toHaveLength(3);
    expect(altinn.tokenRequests.map(({ consumer }) => consumer).sort()).toEqual(['313000001', undefined]);
    subscriber.onApplicationShutdown();
  });

  it('never stop the boot, and are not made without an address', async () => {
    const altinn = new ScriptedAltinn().on(LIST, () => ({ status: 500 }));
    const warned: unknown[] = [];
    const logger = { info: () => undefined, warn: (what: unknown) => warned.push(what), error: () => undefined };
    const client = new AltinnEventsClient(altinn.calls);
    const subscriber = new AltinnSubscriber(client, [BREV], URL, logger);
    subscriber.onApplicationBootstrap();
    await eventually('a warning', () => warned[0]);
    subscriber.onApplicationShutdown();
    expect(warned[0]).toMatchObject({ code: 'ALTINN_UNAVAILABLE', resource: 'brev', retryInMs: 1_000 });
    const before = altinn.asked.length;
    new AltinnSubscriber(client, [BREV], undefined, logger).onApplicationBootstrap();
    expect(altinn.asked).toHaveLength(before);
  });

  it('that fail for a fault of ours are logged as that, asked for again, and do not end the process', async () => {
    let calls = 0;
    const client = {
      subscribe: () => {
        calls += 1;
        return calls === 1 ? Promise.reject(new TypeError('defect')) : Promise.resolve(ok('made' as const));
      },
    };
    const logged: unknown[] = [];
    const log = (what: unknown): number => logged.push(what);
    const subscriber = new AltinnSubscriber(client, [BREV], URL, { info: log, warn: log, error: log });
    subscriber.onApplicationBootstrap();
    await eventually('the subscription', () => logged[1]);
    subscriber.onApplicationShutdown();
    expect(logged).toMatchObject([
      { code: 'ALTINN_SUBSCRIPTION_DEFECT', err: expect.any(TypeError), retryInMs: 1_000 },
      { subscription: 'made' },
    ]);
  });
});
