import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import type { JsonObject } from '#platform/parse-json.js';
import { AltinnTester, RESOURCE, SENDER_SCOPES, type Answer } from './testing/altinn-tester.js';

const DAY_MS = 86_400_000;
const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');

describe('attachments of the simulated Altinn', () => {
  let altinn: AltinnTester;
  let token: string;
  const create = (changes: JsonObject = {}): Promise<Answer> => {
    const json = { resourceId: RESOURCE, fileName: 'brev.pdf', sendersReference: 'vedlegg', ...changes };
    return altinn.correspondence('POST', '/attachment', { token, json });
  };
  const upload = (id: unknown, octets = Buffer.from('innhold')): Promise<Answer> =>
    altinn.correspondence('POST', `/attachment/${String(id)}/upload`, { token, octets });
  const get = (id: unknown, rest = ''): Promise<Answer> =>
    altinn.correspondence('GET', `/attachment/${String(id)}${rest}`, { token });
  const reached = (id: unknown, status: string): Promise<Answer> =>
    eventually(`the attachment is ${status}`, async () => {
      const answer = await get(id, '/details');
      return (answer.body as { status?: unknown }).status === status ? answer : undefined;
    });

  beforeAll(async () => {
    altinn = await AltinnTester.start();
    token = await altinn.sender();
  });
  afterEach(async () => {
    altinn.simulator.clock.setOffset(0);
    token = await altinn.sender();
  });
  afterAll(() => altinn.stop());

  it('are made, uploaded, scanned, and can be downloaded by their sender', async () => {
    const content = Buffer.from('innholdet');
    const made = await create({ displayName: 'Brevet', checksum: md5(content), isEncrypted: true });
    expect(made.status).toBe(200);
    expect(await get(made.body)).toMatchObject({ body: { status: 'Initialized', correspondenceIds: [] } });
    expect(await upload(made.body, content)).toMatchObject({ status: 200, body: { status: 'UploadProcessing' } });
    const { body } = await reached(made.body, 'Published');
    expect(body).toMatchObject({
      fileName: 'brev.pdf',
      displayName: 'Brevet',
      checksum: md5(content),
      isEncrypted: true,
      dataType: 'application/pdf',
      statusHistory: [{ status: 'Initialized' }, { status: 'UploadProcessing' }, { status: 'Published' }],
    });
    expect((await get(made.body, '/download')).bytes).toEqual(content);
  });

  it.each([
    ['brev.exe', 2013],
    ['brev', 2013],
    ['br|ev.pdf', 2012],
    ['mappe/brev.pdf', 2012],
    ['br\u0007ev.pdf', 2012],
    ['com1.txt', 2021],
    ['NUL.pdf', 2021],
  ])('named %j are refused with %i', async (fileName, errorCode) => {
    expect(await create({ fileName })).toMatchObject({ status: 400, body: { errorCode } });
  });

  it.each([
    [{ resourceId: 'finnes-ikke' }, 1036],
    [{ resourceId: 'meldingsformidler-brev-313000001' }, 4001],
    [{ resourceId: 'meldingsformidler-skjema' }, 4010],
    [{ resourceId: 'meldingsformidler-uten-avtale' }, 2014],
    [{ expirationInDays: 0 }, 2017],
  ])('with %j are refused with %i', async (changes, errorCode) => {
    expect((await create(changes)).body).toMatchObject({ errorCode });
  });

  it('tell every broken field of their model', async () => {
    const json = { checksum: 'ABC', displayName: 'x'.repeat(256) };
    const answer = await altinn.correspondence('POST', '/attachment', { token, json, broken: true });
    const { errors } = answer.body as { errors: object };
    expect(Object.keys(errors).sort()).toEqual([
      'Checksum',
      'DisplayName',
      'FileName',
      'ResourceId',
      'SendersReference',
    ]);
  });

  it('are uploaded once', async () => {
    const { body } = await create();
    expect((await upload(body)).status).toBe(200);
    expect((await upload(body)).body).toMatchObject({ errorCode: 2005 });
  });

  it('of two uploads at the same time take one', async () => {
    const { body } = await create();
    const large = Buffer.alloc(2_000_000, 1);
    const answers = await Promise.all([upload(body, large), upload(body, large)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('that are empty or arrive damaged are refused', async () => {
    expect((await upload((await create()).body, Buffer.alloc(0))).body).toMatchObject({ errorCode: 2004 });
    const damaged = await create({ checksum: md5(Buffer.from('another')) });
    expect((await upload(damaged.body)).body).toMatchObject({ errorCode: 2008 });
    expect((await get(damaged.body)).body).toMatchObject({ status: 'Failed' });
  });

  it('that come too slowly, or cannot be stored, are played by their names', async () => {
    const slow = await create({ fileName: 'slow.pdf' });
    expect(await upload(slow.body)).toMatchObject({ status: 408, body: { errorCode: 2022 } });
    const broken = await create({ fileName: 'storage-error.pdf' });
    expect(await upload(broken.body)).toMatchObject({ status: 502, body: { errorCode: 2002 } });
  });

  it.each([
    ['et-virus.pdf', 'innhold'],
    ['brev.pdf', 'X5O EICAR-STANDARD-ANTIVIRUS-TEST-FILE X'],
  ])('with malware (%s) fail their scan and cannot be used', async (fileName, content) => {
    const { body } = await create({ fileName });
    await upload(body, Buffer.from(content));
    const failed = await reached(body, 'Failed');
    expect(failed.body).toMatchObject({ statusText: expect.stringMatching(/^Malware scan failed/) });
    await expect(altinn.send({ root: { existingAttachments: [body] } })).rejects.toThrow('1018');
  });

  it('are nobody else’s, and unknown when they are not there', async () => {
    const { body } = await create();
    const other = await altinn.sender(SENDER_SCOPES, '313000001');
    const answer = await altinn.correspondence('GET', `/attachment/${String(body)}`, { token: other });
    expect(answer).toMatchObject({ status: 401, body: { errorCode: 4001 } });
    expect(await get(randomUUID())).toMatchObject({ status: 404, body: { errorCode: 2001 } });
    expect((await upload(randomUUID())).status).toBe(404);
  });

  it('are deleted while no letter has them', async () => {
    const remove = (id: string): Promise<Answer> => altinn.correspondence('DELETE', `/attachment/${id}`, { token });
    const free = await altinn.attachment();
    expect((await remove(free)).status).toBe(200);
    expect(await get(free)).toMatchObject({ body: { status: 'Purged' } });
    expect((await remove(free)).body).toMatchObject({ errorCode: 2006 });
    const used = await altinn.attachment();
    const letter = await altinn.send({ root: { existingAttachments: [used] } });
    expect((await remove(used)).body).toMatchObject({ errorCode: 2007 });
    expect(await get(used)).toMatchObject({ body: { correspondenceIds: [letter] } });
    await altinn.reached(letter, 'Published');
    expect((await get(used, '/download')).body).toMatchObject({ errorCode: 2016 });
  });

  it('that expire soon go with no letter, and expire', async () => {
    const id = await altinn.attachment('brev.pdf', undefined, { expirationInDays: 1 });
    altinn.advance(DAY_MS - 5 * 3_600_000);
    await expect(altinn.send({ root: { existingAttachments: [id] } })).rejects.toThrow('1055');
    altinn.advance(6 * 3_600_000);
    token = await altinn.sender();
    await reached(id, 'Expired');
  });

  it('live on from the publication of the letter that uses them', async () => {
    const id = await altinn.attachment('brev.pdf', undefined, { expirationInDays: 2 });
    const requestedPublishTime = new Date(Date.now() + 3 * DAY_MS).toISOString();
    await altinn.send({ root: { existingAttachments: [id] }, letter: { requestedPublishTime } });
    altinn.advance(4 * DAY_MS);
    token = await altinn.sender();
    // The job of the first expiry comes by and has to leave it alone.
    await altinn.attachment();
    expect(await get(id)).toMatchObject({ body: { status: 'Published' } });
  });
});
