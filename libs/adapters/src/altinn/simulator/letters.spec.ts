import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fromBuffer } from 'yauzl';
import { eventually } from '#channels/testing/eventually.js';
import type { JsonObject } from '#platform/parse-json.js';
import {
  AltinnTester,
  COMPANY_WITHOUT_ROLE,
  PERSON,
  RESERVED_PERSON,
  RESOURCE,
  SENDER_SCOPES,
  statusesOf,
  type Answer,
} from './testing/altinn-tester.js';

const HOUR_MS = 3_600_000;
const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();

describe('letters of the simulated Altinn', () => {
  let altinn: AltinnTester;
  const asCitizen = async (method: string, path: string, json?: JsonObject): Promise<Answer> =>
    altinn.correspondence(method, `/correspondence/${path}`, {
      token: await altinn.citizen(),
      ...(json === undefined ? {} : { json }),
    });
  const asSender = async (method: string, path: string): Promise<Answer> =>
    altinn.correspondence(method, `/correspondence/${path}`, { token: await altinn.sender() });
  const search = async (query: string, token?: string): Promise<readonly string[]> => {
    const path = `/correspondence?resourceId=${RESOURCE}&${query}`;
    const { body } = await altinn.correspondence('GET', path, { token: token ?? (await altinn.sender()) });
    return (body as { ids: string[] }).ids;
  };

  beforeAll(async () => {
    altinn = await AltinnTester.start();
  });
  afterEach(async () => {
    altinn.simulator.clock.setOffset(0);
    altinn.simulator.faults.clear();
    const person = altinn.simulator.world.persons.get(PERSON);
    if (person?.krr?.reserved === true) {
      await altinn.simulator.world.persons.put(PERSON, { ...person, krr: { ...person.krr, reserved: false } });
    }
  });
  afterAll(() => altinn.stop());

  it('hide their content from the sender when they are published, and show it to the recipient', async () => {
    const id = await altinn.send({
      letter: { requestedPublishTime: inHours(1) },
      content: { messageTitle: 'Til {{recipientName}}' },
      root: { existingAttachments: [await altinn.attachment()] },
    });
    const content = {
      messageTitle: 'Til Kari Prøve',
      attachments: [{ fileName: 'brev.pdf', dataType: 'application/pdf' }],
    };
    expect((await asSender('GET', id)).body).toMatchObject({ status: 'ReadyForPublish', published: null, content });
    expect((await asCitizen('GET', id)).body).toMatchObject({ errorCode: 1001 });
    altinn.advance(2 * HOUR_MS);
    expect(await altinn.reached(id, 'Published')).toMatchObject({ content: null, published: expect.any(String) });
    expect((await asCitizen('GET', id)).body).toMatchObject({ content });
  });

  it('are published by a recipient who is quicker than the job', async () => {
    const id = await altinn.send({ letter: { requestedPublishTime: inHours(1) } });
    const token = await altinn.citizen();
    altinn.advance(1.1 * HOUR_MS);
    const fresh = await altinn.citizen();
    expect((await altinn.correspondence('GET', `/correspondence/${id}`, { token })).status).toBe(401);
    expect((await altinn.correspondence('GET', `/correspondence/${id}`, { token: fresh })).status).toBe(200);
    expect(statusesOf(await altinn.details(id)).filter((status) => status === 'Published')).toHaveLength(1);
  });

  it('are fetched, read, confirmed and downloaded by their recipient, in this order', async () => {
    const attachment = await altinn.attachment('brev.pdf', Buffer.from('brevet'));
    const id = await altinn.send({ root: { existingAttachments: [attachment] } });
    await altinn.reached(id, 'Published');
    expect((await asCitizen('POST', `${id}/markasread`)).body).toMatchObject({ errorCode: 1024 });
    expect((await asCitizen('POST', `${id}/confirm`)).body).toMatchObject({ errorCode: 1025 });
    expect((await asSender('GET', id)).status).toBe(200);
    expect(statusesOf(await altinn.details(id))).not.toContain('Fetched');
    expect((await asCitizen('GET', id)).status).toBe(200);
    expect(await asCitizen('POST', `${id}/markasread`)).toMatchObject({ status: 200, body: id });
    expect((await asCitizen('POST', `${id}/markasread`)).body).toMatchObject({ errorCode: 1040 });
    expect(await asCitizen('POST', `${id}/confirm`)).toMatchObject({ status: 200, body: id });
    expect((await asCitizen('POST', `${id}/confirm`)).body).toMatchObject({ errorCode: 1041 });
    const download = await asCitizen('GET', `${id}/attachment/${attachment}/download`);
    expect(download.bytes.toString('utf8')).toBe('brevet');
    expect((await asCitizen('GET', `${id}/attachment/${randomUUID()}/download`)).body).toMatchObject({
      errorCode: 2001,
    });
    const details = await altinn.details(id);
    expect(statusesOf(details)).toEqual(
      expect.arrayContaining(['ReadyForPublish', 'Published', 'Fetched', 'Read', 'Confirmed', 'AttachmentsDownloaded']),
    );
    // The highest number hides Read and Confirmed: a client has to read the history.
    expect(details).toMatchObject({ status: 'AttachmentsDownloaded', read: expect.any(String), systemLabel: 'Sent' });
  });

  it('are read by reading their content, and come in one zip', async () => {
    const existingAttachments = [
      await altinn.attachment('a.pdf'),
      await altinn.attachment('a.pdf', Buffer.from('annet')),
    ];
    const id = await altinn.send({ content: { messageBody: '# Hei\n\nBrevet.' }, root: { existingAttachments } });
    await altinn.reached(id, 'Published');
    expect((await asCitizen('GET', `${id}/content`)).bytes.toString('utf8')).toBe('# Hei\n\nBrevet.');
    expect(statusesOf(await altinn.details(id))).toContain('Read');
    const zip = await asCitizen('GET', `${id}/attachments/downloadall`);
    expect(await namesIn(zip.bytes)).toEqual(['a.pdf', '2-a.pdf']);
  });

  it('do not exist for others', async () => {
    const id = await altinn.send();
    await altinn.reached(id, 'Published');
    const tokens = [await altinn.citizen(RESERVED_PERSON), await altinn.sender(SENDER_SCOPES, '313000001')];
    for (const token of tokens) {
      const answer = await altinn.correspondence('GET', `/correspondence/${id}`, { token });
      expect(answer).toMatchObject({ status: 404, body: { errorCode: 1001 } });
    }
    expect((await asSender('GET', randomUUID())).body).toMatchObject({ errorCode: 1001 });
    expect((await asSender('DELETE', `${randomUUID()}/purge`)).body).toMatchObject({ errorCode: 1001 });
  });

  it('fail to be published when the recipient has become reserved, and say why', async () => {
    const id = await altinn.send({ letter: { requestedPublishTime: inHours(1) } });
    const { persons } = altinn.simulator.world;
    const person = persons.get(PERSON);
    if (person?.krr === undefined) throw new Error('The person is not there.');
    await persons.put(PERSON, { ...person, krr: { ...person.krr, reserved: true } });
    altinn.advance(2 * HOUR_MS);
    const details = await altinn.reached(id, 'Failed');
    expect(details).toMatchObject({ statusText: expect.stringContaining('set to reserved') });
    expect(altinn.simulator.world.deliveries.get(id)).toBeUndefined();
  });

  it('fail to be published where nobody holds a role', async () => {
    const id = await altinn.send({ root: { recipients: [`0192:${COMPANY_WITHOUT_ROLE}`] } });
    const details = await altinn.reached(id, 'Failed');
    expect(details).toMatchObject({ statusText: expect.stringContaining('lacks roles required') });
  });

  it('reach the reserved when the reservation is ignored', async () => {
    const recipients = [`urn:altinn:person:identifier-no:${RESERVED_PERSON}`];
    const id = await altinn.send({ letter: { ignoreReservation: true }, root: { recipients } });
    expect(await altinn.reached(id, 'Published')).toMatchObject({ status: 'Published', ignoreReservation: true });
  });

  it('are purged by their sender before they are published, and not after', async () => {
    const early = await altinn.send({ letter: { requestedPublishTime: inHours(1) } });
    expect(await asSender('DELETE', `${early}/purge`)).toMatchObject({ status: 200, body: early });
    expect((await asSender('DELETE', `${early}/purge`)).body).toMatchObject({ errorCode: 1014 });
    expect((await asSender('GET', early)).body).toMatchObject({ errorCode: 1001 });
    altinn.advance(2 * HOUR_MS);
    const late = await altinn.send();
    await altinn.reached(late, 'Published');
    expect((await asSender('DELETE', `${late}/purge`)).body).toMatchObject({ errorCode: 1013 });
    expect(altinn.simulator.world.deliveries.get(early)).toBeUndefined();
  });

  it('are purged by their recipient when they are confirmed; the sender is not told', async () => {
    const id = await altinn.send({ letter: { isConfirmationNeeded: true, dueDateTime: inHours(24) } });
    await altinn.reached(id, 'Published');
    expect((await asCitizen('DELETE', `${id}/purge`)).body).toMatchObject({ errorCode: 1026 });
    await asCitizen('GET', id);
    await asCitizen('POST', `${id}/confirm`);
    expect((await asCitizen('DELETE', `${id}/purge`)).status).toBe(200);
    expect((await asCitizen('GET', id)).body).toMatchObject({ errorCode: 1001 });
    expect(statusesOf(await altinn.details(id))).not.toContain('PurgedByRecipient');
  });

  it('are forwarded where the resource allows it', async () => {
    const letter = { resourceId: 'meldingsformidler-apent', allowForwarding: true };
    const id = await altinn.send({ letter });
    await altinn.reached(id, 'Published');
    expect((await asCitizen('POST', `${id}/forward`, { forwardTo: 'ola@example.no' })).status).toBe(200);
    expect((await asCitizen('POST', `${id}/forward`, { forwardTo: 'ola' })).body).toMatchObject({ errorCode: 1065 });
    const long = { forwardTo: 'ola@example.no', forwardingText: 'x'.repeat(201) };
    expect((await asCitizen('POST', `${id}/forward`, long)).body).toMatchObject({ errorCode: 1066 });
    const closed = await altinn.send();
    await altinn.reached(closed, 'Published');
    const refused = await asCitizen('POST', `${closed}/forward`, { forwardTo: 'ola@example.no' });
    expect(refused.body).toMatchObject({ errorCode: 1063 });
  });

  it('are found by key, reference, status and time, the last published first', async () => {
    const [idempotentKey, sendersReference] = [randomUUID(), randomUUID()];
    const first = await altinn.send({ letter: { sendersReference }, root: { idempotentKey } });
    const second = await altinn.send({ letter: { sendersReference, requestedPublishTime: inHours(1) } });
    expect(await search(`role=Sender&idempotentKey=${idempotentKey.toUpperCase()}`)).toEqual([first]);
    expect(await search(`role=Sender&idempotentKey=${randomUUID()}`)).toEqual([]);
    expect(await search(`role=Sender&sendersReference=${sendersReference}`)).toEqual([second, first]);
    expect(await search(`role=Sender&sendersReference=${sendersReference}&from=${inHours(0.5)}`)).toEqual([second]);
    expect(await search(`role=Sender&sendersReference=${sendersReference}&to=${inHours(0.5)}`)).toEqual([first]);
    await altinn.reached(first, 'Published');
    expect(await search(`role=Sender&sendersReference=${sendersReference}&status=Published`)).toEqual([first]);
    expect(await search(`role=Recipient&sendersReference=${sendersReference}`, await altinn.citizen())).toEqual([
      first,
    ]);
    expect(
      await search(`role=Recipient&sendersReference=${sendersReference}`, await altinn.citizen(RESERVED_PERSON)),
    ).toEqual([]);
  });

  it('of all senders are found by their recipient, in one resource at a time', async () => {
    const own = await altinn.send({ as: '313000001', letter: { resourceId: 'meldingsformidler-brev-313000001' } });
    const waiting = await altinn.send({ letter: { requestedPublishTime: inHours(1) } });
    const published = await altinn.send();
    await altinn.reached(published, 'Published');
    const found = await search('role=RecipientAndSender', await altinn.citizen());
    expect(found).toContain(published);
    expect(found).not.toContain(own);
    expect(found).not.toContain(waiting);
    expect(await search('role=RecipientAndSender')).toEqual(expect.arrayContaining([published, waiting]));
  });

  it.each([
    ['role=Sender&from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', { errorCode: 1027 }],
    ['role=Recipient', { errorCode: 4001 }],
    ['role=Owner', { code: 'STD-00000' }],
    ['', { code: 'STD-00000' }],
    ['role=Sender&idempotentKey=abc', { code: 'STD-00000' }],
  ])('cannot be searched with %j', async (query, body) => {
    const token = await altinn.sender();
    const path = `/correspondence?resourceId=${RESOURCE}&${query}`;
    expect((await altinn.correspondence('GET', path, { token })).body).toMatchObject(body);
  });

  it('of another owner’s resource cannot be searched', async () => {
    const token = await altinn.sender(SENDER_SCOPES, '313000001');
    const path = `/correspondence?resourceId=${RESOURCE}&role=Sender`;
    expect((await altinn.correspondence('GET', path, { token })).body).toMatchObject({ errorCode: 4001 });
  });

  it('are opened by the hand of the citizen, once they are published', async () => {
    const id = await altinn.send({ letter: { requestedPublishTime: inHours(1) } });
    const [simulator] = altinn.simulator.simulators;
    expect(await simulator?.open?.(id)).toBe(false);
    altinn.advance(2 * HOUR_MS);
    await altinn.reached(id, 'Published');
    expect(await simulator?.open?.(id)).toBe(true);
    expect(statusesOf(await altinn.details(id))).toEqual(expect.arrayContaining(['Fetched', 'Read']));
    expect(await simulator?.open?.(randomUUID())).toBe(false);
  });

  it('are all still there after a restart, and what waited goes on', async () => {
    const idempotentKey = randomUUID();
    const before = await AltinnTester.start();
    const waiting = await before.send({ letter: { requestedPublishTime: inHours(1) }, root: { idempotentKey } });
    const sent = await before.send();
    await before.reached(sent, 'Published');
    await before.stop();
    const after = await AltinnTester.start(before.simulator.world);
    try {
      await after.reached(sent, 'Published');
      await expect(after.send({ root: { idempotentKey } })).rejects.toThrow('1034');
      after.advance(2 * HOUR_MS);
      await after.reached(waiting, 'Published');
      await eventually('the delivery', () => after.simulator.world.deliveries.get(waiting));
    } finally {
      await after.stop();
    }
  });
});

function namesIn(bytes: Buffer): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, (error, zip) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const names: string[] = [];
      zip.on('entry', (entry: { fileName: string }) => names.push(entry.fileName));
      zip.on('end', () => {
        resolve(names);
      });
    });
  });
}
