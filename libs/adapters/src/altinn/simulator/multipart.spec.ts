import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import { AltinnTester, firstId, PERSON, RESOURCE, type Answer } from './testing/altinn-tester.js';

interface File {
  readonly name: string;
  readonly content: string;
}

function form(
  metadata: readonly string[],
  files: readonly File[],
  changes: Readonly<Record<string, string>> = {},
): FormData {
  const data = new FormData();
  const fields: Record<string, string> = {
    'Correspondence.ResourceId': RESOURCE,
    'Correspondence.SendersReference': 'sak-2',
    'correspondence.isConfirmationNeeded': 'False',
    'Correspondence.Content.Language': 'nn',
    'Correspondence.Content.MessageTitle': 'Vedtak, æøå',
    'CORRESPONDENCE.content.MessageBody': 'Du har fått eit brev.',
    'Correspondence.PropertyList.sak': '12',
    'Correspondence.Notification.NotificationChannel': '0',
    'Correspondence.Notification.EmailSubject': 'Brev',
    'Correspondence.Notification.EmailBody': 'Du har fått eit brev.',
    'Recipients[0]': PERSON,
    ...changes,
  };
  for (const [index, name] of metadata.entries()) {
    fields[`Correspondence.Content.Attachments[${String(index)}].FileName`] = name;
    fields[`Correspondence.Content.Attachments[${String(index)}].SendersReference`] = 'vedlegg';
  }
  for (const [key, value] of Object.entries(fields)) data.append(key, value);
  for (const { name, content } of files) data.append('attachments', new Blob([content]), name);
  return data;
}

describe('POST /correspondence/upload', () => {
  let altinn: AltinnTester;
  const post = async (data: FormData): Promise<Answer> =>
    altinn.correspondence('POST', '/correspondence/upload', { token: await altinn.sender(), form: data });
  const one = [{ name: 'brev.pdf', content: 'innhold' }];

  beforeAll(async () => {
    altinn = await AltinnTester.start();
  });
  afterAll(() => altinn.stop());

  it('takes letter and files in one, and publishes when they are scanned', async () => {
    const files = [...one, { name: 'kart æøå.png', content: 'kartet' }];
    const answer = await post(form(['brev.pdf', 'kart æøå.png'], files));
    expect(answer).toMatchObject({ status: 200, body: { correspondences: [{ status: 'Initialized' }] } });
    const id = firstId(answer.body) ?? '';
    await altinn.reached(id, 'Published');
    const delivery = await eventually('the delivery', () => altinn.simulator.world.deliveries.get(id));
    expect(delivery).toMatchObject({
      title: 'Vedtak, æøå',
      reference: 'sak-2',
      documents: files.map(({ name, content }) => ({
        fileName: name,
        sha256: createHash('sha256').update(content).digest('hex'),
      })),
    });
    expect(await altinn.details(id)).toMatchObject({
      propertyList: { sak: '12' },
      notifications: [{ notificationChannel: 'Email' }],
    });
  });

  it('matches a file by its name where the order differs', async () => {
    const files = [
      { name: 'b.pdf', content: 'to' },
      { name: 'a.pdf', content: 'en' },
    ];
    const id = firstId((await post(form(['a.pdf', 'b.pdf'], files))).body) ?? '';
    await altinn.reached(id, 'Published');
    const documents = altinn.simulator.world.deliveries.get(id)?.documents;
    expect(documents?.[0]).toMatchObject({
      fileName: 'a.pdf',
      sha256: createHash('sha256').update('en').digest('hex'),
    });
  });

  it.each([
    ['too few', ['brev.pdf', 'to.pdf'], one],
    ['too many', ['brev.pdf'], [...one, { name: 'to.pdf', content: 'x' }]],
    ['another name', ['annet.pdf'], one],
  ])('refuses %s files with 1005', async (_what, metadata, files) => {
    expect((await post(form(metadata, files))).body).toMatchObject({ errorCode: 1005 });
  });

  it('refuses an empty file with 2004 and a type with 2013', async () => {
    expect((await post(form(['brev.pdf'], [{ name: 'brev.pdf', content: '' }]))).body).toMatchObject({
      errorCode: 2004,
    });
    const program = [{ name: 'brev.exe', content: 'x' }];
    expect((await post(form(['brev.exe'], program))).body).toMatchObject({ errorCode: 2013 });
  });

  it('fails the letter when a file has malware', async () => {
    const answer = await post(form(['virus.pdf'], [{ name: 'virus.pdf', content: 'x' }]));
    const details = await altinn.reached(firstId(answer.body) ?? '', 'Failed');
    expect(details).toMatchObject({ status: 'Failed', statusText: expect.stringContaining('malware') });
  });

  it('tells broken fields by their path', async () => {
    const broken = { 'Correspondence.IsConfidential': 'kanskje', 'Correspondence.DueDateTime': 'i morgen' };
    const answer = await post(form([], [], broken));
    expect(Object.keys((answer.body as { errors: object }).errors).sort()).toEqual([
      '$.correspondence.dueDateTime',
      '$.correspondence.isConfidential',
    ]);
  });

  it('refuses what is no form', async () => {
    const token = await altinn.sender();
    const call = { token, json: {}, broken: true };
    expect((await altinn.correspondence('POST', '/correspondence/upload', call)).status).toBe(400);
  });
});
