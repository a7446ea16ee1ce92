import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import { GATEWAY_ORGANISATION } from '#maskinporten/simulated-clients.js';
import type { JsonObject } from '#platform/parse-json.js';
import { AltinnTester, PERSON, RESOURCE, SENDER_SCOPES, type Answer } from './testing/altinn-tester.js';
import { Subscriber } from './testing/subscriber.js';

const SUBSCRIPTIONS = '/events/api/v1/subscriptions';
const FILTER = `urn:altinn:resource:${RESOURCE}`;
const DAY_MS = 86_400_000;

describe('events of the simulated Altinn', () => {
  let altinn: AltinnTester;
  const subscribers: Subscriber[] = [];
  const post = async (json: JsonObject, scope = SENDER_SCOPES): Promise<Answer> =>
    altinn.call('POST', SUBSCRIPTIONS, { token: await altinn.sender(scope), json });
  const list = async (): Promise<readonly JsonObject[]> => {
    const { body } = await altinn.call('GET', SUBSCRIPTIONS, { token: await altinn.sender() });
    return (body as { subscriptions: JsonObject[] }).subscriptions;
  };
  const started = async (): Promise<Subscriber> => {
    const subscriber = await Subscriber.start();
    subscribers.push(subscriber);
    return subscriber;
  };
  /** A subscriber whose subscription is validated. */
  const subscribed = async (filters: JsonObject = { resourceFilter: FILTER }): Promise<Subscriber> => {
    const subscriber = await started();
    expect((await post({ endPoint: subscriber.url, ...filters })).status).toBe(201);
    await eventually('the validation', async () =>
      (await list()).find(({ endPoint, validated }) => endPoint === subscriber.url && validated === true),
    );
    return subscriber;
  };

  beforeAll(async () => {
    altinn = await AltinnTester.start();
  });
  afterEach(async () => {
    altinn.simulator.clock.setOffset(0);
    altinn.simulator.faults.clear();
    for (const { id } of await list()) {
      await altinn.call('DELETE', `${SUBSCRIPTIONS}/${String(id)}`, { token: await altinn.sender() });
    }
    await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()));
  });
  afterAll(() => altinn.stop());

  it('begin with one that validates, and then tell of a letter as CloudEvents', async () => {
    const subscriber = await subscribed();
    expect(subscriber.events[0]?.body).toEqual({
      id: expect.any(String),
      source: expect.stringMatching(/\/events\/api\/v1\/subscriptions\/\d+$/),
      type: 'platform.events.validatesubscription',
      specversion: '1.0',
    });
    const id = await altinn.send();
    await eventually('published', () => (subscriber.typesOf(id).length >= 2 ? true : undefined));
    expect(subscriber.typesOf(id)).toEqual(['correspondenceinitialized', 'correspondencepublished']);
    const [initialized, published] = subscriber.events.slice(1);
    expect(published).toEqual({
      contentType: 'application/cloudevents+json',
      body: {
        specversion: '1.0',
        id: expect.any(String),
        type: 'no.altinn.correspondence.correspondencepublished',
        time: expect.any(String),
        resource: FILTER,
        resourceinstance: id,
        subject: `urn:altinn:person:identifier-no:${PERSON}`,
        alternativesubject: `/person/${PERSON}`,
        source: `${altinn.simulator.baseUrl}/altinn/correspondence/api/v1/correspondence`,
      },
    });
    expect(initialized?.body).toMatchObject({
      subject: `urn:altinn:organization:identifier-no:${GATEWAY_ORGANISATION}`,
      alternativesubject: `/organisation/${GATEWAY_ORGANISATION}`,
    });
  });

  it('go to nobody who has not answered the validation, and are asked for again by a second subscription', async () => {
    const subscriber = await started();
    subscriber.answers.push(...Array.from({ length: 20 }, () => 500));
    await post({ endPoint: subscriber.url, resourceFilter: FILTER });
    const id = await altinn.send();
    await altinn.reached(id, 'Published');
    expect(subscriber.typesOf(id)).toEqual([]);
    subscriber.answers.length = 0;
    expect((await post({ endPoint: subscriber.url, resourceFilter: FILTER })).status).toBe(200);
    await eventually('the validation', async () => ((await list())[0]?.['validated'] === true ? true : undefined));
    expect(await list()).toHaveLength(1);
  });

  it('are tried again when they are not answered', async () => {
    const subscriber = await subscribed();
    subscriber.answers.push(503, 500);
    const id = await altinn.send();
    await eventually('all of them', () => (subscriber.typesOf(id).length >= 4 ? true : undefined));
    const ids = subscriber.events.slice(1).map(({ body }) => body['id']);
    expect(new Set(ids).size).toBe(2);
  });

  it('go to every subscription whose filters fit', async () => {
    const all = await subscribed();
    const typed = await subscribed({
      resourceFilter: FILTER,
      typeFilter: 'no.altinn.correspondence.correspondencepublished',
    });
    const other = await subscribed({ resourceFilter: FILTER, subjectFilter: 'urn:altinn:person:identifier-no:1' });
    const id = await altinn.send();
    await eventually('published', () => (all.typesOf(id).length === 2 ? true : undefined));
    await eventually('the filtered one', () => (typed.typesOf(id).length === 1 ? true : undefined));
    expect(typed.typesOf(id)).toEqual(['correspondencepublished']);
    expect(other.typesOf(id)).toEqual([]);
  });

  it('are lost and doubled by the fault switch', async () => {
    const subscriber = await subscribed();
    altinn.simulator.faults.set({ service: 'altinn', mode: 'lose-receipts', rate: 1 });
    const lost = await altinn.send();
    await altinn.reached(lost, 'Published');
    altinn.simulator.faults.set({ service: 'altinn', mode: 'duplicate-receipts', rate: 1 });
    const doubled = await altinn.send();
    await eventually('all of them', () => (subscriber.typesOf(doubled).length === 4 ? true : undefined));
    expect(subscriber.typesOf(lost)).toEqual([]);
  });

  it('tell of attachments, failures, reading, due dates and purging', async () => {
    const subscriber = await subscribed();
    const told = (id: string, wanted: string): Promise<string> =>
      eventually(wanted, () => subscriber.typesOf(id).find((type) => type === wanted));
    const attachment = await altinn.attachment();
    await told(attachment, 'attachmentinitialized');
    await told(attachment, 'attachmentpublished');
    await told(await altinn.attachment('virus.pdf'), 'attachmentuploadfailed');
    await told(await altinn.send({ root: { recipients: ['0192:311001205'] } }), 'correspondencepublishfailed');
    const dueDateTime = new Date(Date.now() + DAY_MS).toISOString();
    const read = await altinn.send({ letter: { isConfirmationNeeded: true, dueDateTime } });
    const unread = await altinn.send({ letter: { isConfirmationNeeded: true, dueDateTime } });
    for (const id of [read, unread]) await altinn.reached(id, 'Published');
    await altinn.simulator.simulators[0]?.open?.(read);
    await told(read, 'correspondencereceiverread');
    altinn.advance(2 * DAY_MS);
    await told(unread, 'correspondencereceiverneverread');
    await told(unread, 'correspondencereceiverneverconfirmed');
    await told(read, 'correspondencereceiverneverconfirmed');
    expect(subscriber.typesOf(read)).not.toContain('correspondencereceiverneverread');
    const token = await altinn.sender();
    const purged = await altinn.send({
      letter: { requestedPublishTime: new Date(Date.now() + 9 * DAY_MS).toISOString() },
    });
    await altinn.correspondence('DELETE', `/correspondence/${purged}/purge`, { token });
    await told(purged, 'correspondencepurged');
  });

  it('are shown, listed and ended by their own consumer alone', async () => {
    const subscriber = await subscribed();
    const [mine] = await list();
    const path = `${SUBSCRIPTIONS}/${String(mine?.['id'])}`;
    const other = await altinn.sender(SENDER_SCOPES, '313000001');
    expect((await altinn.call('GET', path, { token: other })).status).toBe(404);
    expect((await altinn.call('DELETE', path, { token: other })).status).toBe(404);
    const token = await altinn.sender();
    expect(await altinn.call('GET', path, { token })).toMatchObject({ body: { endPoint: subscriber.url } });
    expect((await altinn.call('DELETE', path, { token })).status).toBe(200);
    expect(await list()).toEqual([]);
    const id = await altinn.send();
    await altinn.reached(id, 'Published');
    expect(subscriber.typesOf(id)).toEqual([]);
  });

  it.each([
    ['without the scope of a service owner', {}, 'altinn:events.subscribe', 403],
    ['without the scope of events', {}, 'altinn:serviceowner altinn:correspondence.write', 403],
    ['of another owner’s resource', { resourceFilter: `${FILTER}-313000001` }, SENDER_SCOPES, 403],
    ['of a resource without its prefix', { resourceFilter: RESOURCE }, SENDER_SCOPES, 400],
    ['without a filter', { resourceFilter: null }, SENDER_SCOPES, 400],
    ['without an end point', { endPoint: null }, SENDER_SCOPES, 400],
    ['with an end point that is no address', { endPoint: 'here' }, SENDER_SCOPES, 400],
  ])('cannot be subscribed to %s', async (_what, changes, scope, status) => {
    const json = { endPoint: 'http://127.0.0.1:9/', resourceFilter: FILTER, ...changes };
    expect((await post(json, scope)).status).toBe(status);
  });
});
