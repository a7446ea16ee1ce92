import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#platform/parse-json.js';
import { ALTINN_CODES } from './altinn-codes.js';
import {
  aLetter,
  AltinnTester,
  COMPANY,
  COMPANY_WITHOUT_ROLE,
  PERSON,
  RESERVED_PERSON,
  type Answer,
  type LetterChanges,
} from './testing/altinn-tester.js';

const person = (id: string): string => `urn:altinn:person:identifier-no:${id}`;
const company = (id: string): string => `urn:altinn:organization:identifier-no:${id}`;
const CONFIDENTIAL = { resourceId: 'meldingsformidler-fortrolig', isConfidential: true };
const USED_KEY = randomUUID();
const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString();
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
const NEXT_WEEK = new Date(Date.now() + 7 * 86_400_000).toISOString();

/** One broken rule each, in the order in which Altinn finds them (registers reference 1.3). */
const RULES: readonly (readonly [code: number, changes: LetterChanges])[] = [
  [1034, { root: { idempotentKey: USED_KEY } }],
  [1036, { letter: { resourceId: 'finnes-ikke' } }],
  [4001, { letter: { resourceId: 'meldingsformidler-brev-313001008' } }],
  [4010, { letter: { resourceId: 'meldingsformidler-skjema' } }],
  [1060, { letter: { resourceId: 'meldingsformidler-fortrolig' } }],
  [1061, { letter: { isConfidential: true } }],
  [1068, { letter: { allowForwarding: true } }],
  [1006, { root: { recipients: [person(PERSON), PERSON] } }],
  [1029, { root: { recipients: [person('16852749559')] } }],
  [1029, { root: { recipients: [company('313004000')] } }],
  [1044, { letter: CONFIDENTIAL, root: { recipients: [company(COMPANY_WITHOUT_ROLE)] } }],
  [1016, { letter: { isConfirmationNeeded: true } }],
  [1030, { root: { recipients: [person(RESERVED_PERSON)] } }],
  [1008, { letter: { dueDateTime: YESTERDAY } }],
  [1009, { letter: { dueDateTime: TOMORROW, requestedPublishTime: NEXT_WEEK } }],
  [1023, { content: { language: 'se' } }],
  [1002, { content: { messageTitle: 'Et **viktig** vedtak' } }],
  [1003, { content: { messageBody: 'Hei <b>du</b>' } }],
  [1039, { letter: { messageSender: '<i>Etaten</i>' } }],
  [1052, { letter: references('DialogportenTransmissionId', randomUUID()) }],
  [1053, { letter: references('DialogportenTransmissionType', 'Information') }],
  [1048, { letter: references('DialogportenDialogId', 'no-guid') }],
  [1054, { letter: references('DialogportenDialogId', randomUUID()) }],
  [1007, { root: { existingAttachments: [randomUUID()] } }],
  [2012, { content: { attachments: [attachment('a:b.pdf')] } }],
  [2013, { content: { attachments: [attachment('program.exe')] } }],
  [2021, { content: { attachments: [attachment('CON.pdf')] } }],
  [2017, { content: { attachments: [{ ...attachment('brev.pdf'), expirationInDays: 0 }] } }],
  [1035, { letter: { replyOptions: [{ linkURL: 'http://example.no' }] } }],
  [3002, { letter: { notification: { notificationChannel: 'Email' } } }],
  [3022, { letter: { notification: { ...notice(), overrideRegisteredContactInformation: true } } }],
  [3019, { letter: { notification: { ...notice(), customRecipients: [{}] } } }],
];

function references(referenceType: string, referenceValue: string): JsonObject {
  return { externalReferences: [{ referenceType, referenceValue }] };
}

function attachment(fileName: string): JsonObject {
  return { fileName, sendersReference: 'vedlegg' };
}

function notice(): JsonObject {
  return { notificationChannel: 'Email', emailSubject: 'Brev', emailBody: 'Du har fått brev' };
}

/** Both faults in one letter; what both want to change is the former's. */
function both(first: LetterChanges, second: LetterChanges): LetterChanges {
  return {
    letter: { ...second.letter, ...first.letter },
    content: { ...second.content, ...first.content },
    root: { ...second.root, ...first.root },
  };
}

describe('POST /correspondence', () => {
  let altinn: AltinnTester;
  let token: string;
  const post = (changes: LetterChanges, broken = false): Promise<Answer> =>
    altinn.correspondence('POST', '/correspondence', { token, json: aLetter(changes), broken });

  beforeAll(async () => {
    altinn = await AltinnTester.start();
    token = await altinn.sender();
    await altinn.send({ root: { idempotentKey: USED_KEY } });
  });
  afterEach(() => {
    altinn.simulator.faults.clear();
  });
  afterAll(() => altinn.stop());

  it('makes the letter, and says so as Altinn does', async () => {
    const answer = await post({ root: { idempotentKey: randomUUID() } });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        correspondences: [
          {
            correspondenceId: expect.any(String),
            status: 'ReadyForPublish',
            recipient: person(PERSON),
            notifications: null,
          },
        ],
        attachmentIds: [],
      },
    });
  });

  it.each([PERSON, person(PERSON), `0192:${COMPANY}`, company(COMPANY)])(
    'takes the recipient %s',
    async (recipient) => {
      expect((await post({ root: { recipients: [recipient] } })).status).toBe(200);
    },
  );

  it.each(RULES)('refuses %i', async (code, changes) => {
    const expected = ALTINN_CODES.get(code);
    const answer = await post(changes);
    expect(answer.body).toMatchObject({
      errorCode: code,
      code: `CORR-${String(code).padStart(5, '0')}`,
      status: expected?.status,
      type: expect.stringMatching(/^https:\/\/tools\.ietf\.org\/html\/rfc\d+#section-/),
      statusDescription: expect.any(String),
      traceId: expect.stringMatching(/^00-[\da-f]{32}-[\da-f]{16}-00$/),
    });
    expect(answer.status).toBe(expected?.status);
  });

  const pairs = RULES.slice(1).map(
    ([code, changes], index) => [RULES[index]?.[0], code, RULES[index]?.[1], changes] as const,
  );
  // Of two that change the same field the former is all that is left, and 1060 and 1061 exclude each other.
  const distinct = pairs.filter(
    ([earlier, , first, second]) => earlier !== 1060 && first !== undefined && !overlap(first, second),
  );
  it.each(distinct)('finds %i before %i', async (code, _later, first, second) => {
    expect((await post(both(first ?? {}, second))).body).toMatchObject({ errorCode: code });
  });

  it.each(RULES.slice(1).filter(([, { root }]) => root?.['recipients'] === undefined))(
    'finds a used key before %i',
    async (_code, changes) => {
      const root = { ...changes.root, idempotentKey: USED_KEY };
      expect((await post({ ...changes, root })).body).toMatchObject({ errorCode: 1034 });
    },
  );

  it('finds a broken model before a used key, and tells all of it', async () => {
    const changes = { letter: { sendersReference: '' }, content: { messageTitle: 'x'.repeat(256), messageBody: null } };
    const answer = await post({ ...changes, root: { idempotentKey: USED_KEY, recipients: ['12345678901'] } }, true);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({
      code: 'STD-00000',
      validationErrors: expect.arrayContaining([
        { code: 'CORR.VLD-00000', detail: expect.any(String), paths: ['Correspondence/Content/MessageTitle'] },
      ]),
      errors: {
        Recipients: ['The given Recipient national identity number is not valid'],
        'Correspondence.SendersReference': expect.any(Array),
        'Correspondence.Content.MessageTitle': expect.any(Array),
        'Correspondence.Content.MessageBody': ['The MessageBody field is required.'],
      },
    });
  });

  it.each<[string, LetterChanges, string]>([
    ['no recipients', { root: { recipients: [] } }, 'Recipients'],
    ['501 recipients', { root: { recipients: Array.from({ length: 501 }, () => PERSON) } }, 'Recipients'],
    ['a key that is no GUID', { root: { idempotentKey: 'abc' } }, '$.idempotentKey'],
    ['a title that is a number', { content: { messageTitle: 7 } }, '$.correspondence.content.messageTitle'],
    [
      'an unknown channel',
      { letter: { notification: { notificationChannel: 'Fax' } } },
      '$.correspondence.notification.notificationChannel',
    ],
    ['a time that is none', { letter: { dueDateTime: 'tomorrow' } }, '$.correspondence.dueDateTime'],
    [
      'too many properties',
      { letter: { propertyList: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${String(i)}`, 'v'])) } },
      'Correspondence.PropertyList',
    ],
    ['a resource with a foreign prefix', { letter: { resourceId: 'urn:other:brev' } }, 'Correspondence.ResourceId'],
    [
      'an SMS over 2144',
      { letter: { notification: { notificationChannel: 'Sms', smsBody: 'x'.repeat(2145) } } },
      'Correspondence.Notification.SmsBody',
    ],
  ])('refuses %s by its path', async (_what, changes, path) => {
    const answer = await post(changes, true);
    expect(answer.status).toBe(400);
    expect(Object.keys((answer.body as { errors: object }).errors)).toEqual([path]);
  });

  it.each(['not json', '[]', '{}', '', '{"correspondence":'])('refuses the body %j', async (text) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await altinn.correspondence('POST', '/correspondence', {
      token,
      headers,
      octets: Buffer.from(text),
    });
    expect(answer.status).toBe(400);
  });

  it('takes a due date of earlier today, by its day in UTC', async () => {
    altinn.simulator.clock.setOffset(0);
    const today = altinn.simulator.clock.now().toISOString().slice(0, 10);
    expect((await post({ letter: { dueDateTime: `${today}T00:00:00Z` } })).status).toBe(200);
    const yesterdayHere = new Date(Date.parse(`${today}T00:00:00Z`) - 1).toISOString();
    expect((await post({ letter: { dueDateTime: yesterdayHere } })).body).toMatchObject({ errorCode: 1008 });
  });

  it('refuses an empty key, and a key for several', async () => {
    const empty = { idempotentKey: '00000000-0000-0000-0000-000000000000' };
    expect((await post({ root: empty })).body).toMatchObject({ errorCode: 1033 });
    const several = { idempotentKey: randomUUID(), recipients: [person(PERSON), company(COMPANY)] };
    expect((await post({ root: several })).body).toMatchObject({ errorCode: 1047 });
  });

  it('does not use a key up by a refusal', async () => {
    const idempotentKey = randomUUID();
    expect((await post({ content: { language: 'se' }, root: { idempotentKey } })).body).toMatchObject({
      errorCode: 1023,
    });
    expect((await post({ root: { idempotentKey } })).status).toBe(200);
    expect((await post({ root: { idempotentKey: idempotentKey.toUpperCase() } })).status).toBe(409);
  });

  it('makes one letter of two calls with one key at the same time', async () => {
    const idempotentKey = randomUUID();
    const statuses = (await Promise.all([1, 2, 3].map(() => post({ root: { idempotentKey } })))).map(
      ({ status }) => status,
    );
    expect(statuses.sort()).toEqual([200, 409, 409]);
  });

  it('says 1032 when the contact register does not answer, unless the reservation is ignored', async () => {
    const resourceId = 'meldingsformidler-uten-krr';
    expect(await post({ letter: { resourceId } })).toMatchObject({ status: 500, body: { errorCode: 1032 } });
    expect((await post({ letter: { resourceId, ignoreReservation: true } })).status).toBe(200);
    expect((await post({ letter: { resourceId }, root: { recipients: [company(COMPANY)] } })).status).toBe(200);
  });

  it('gives the reserved of several the status Reserved, and the others their letter', async () => {
    const answer = await post({ root: { recipients: [person(PERSON), person(RESERVED_PERSON)] } });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        correspondences: [{ status: 'ReadyForPublish' }, { status: 'Reserved', recipient: person(RESERVED_PERSON) }],
      },
    });
  });

  it('plays the fault switch after the key', async () => {
    altinn.simulator.faults.set({ service: 'altinn', mode: 'reject', rate: 1 });
    expect((await post({})).body).toMatchObject({ errorCode: 1030 });
    expect((await post({ root: { recipients: [company(COMPANY)] } })).body).toMatchObject({ errorCode: 1044 });
    expect((await post({ root: { idempotentKey: USED_KEY } })).body).toMatchObject({ errorCode: 1034 });
  });

  it('refuses an owner without an agreement with 451', async () => {
    const answer = await post({ letter: { resourceId: 'meldingsformidler-uten-avtale' } });
    expect(answer).toMatchObject({ status: 451, body: { errorCode: 2014 } });
  });

  it('refuses more than 100 attachments, and those of another owner', async () => {
    const existingAttachments = await altinn.attachment().then((id) => Array.from({ length: 101 }, () => id));
    expect((await post({ root: { existingAttachments } })).body).toMatchObject({ errorCode: 1038 });
    const json = aLetter({
      letter: { resourceId: 'meldingsformidler-brev-313001008' },
      root: { existingAttachments: existingAttachments.slice(0, 1) },
    });
    const other = await altinn.sender(undefined, '313001008');
    const answer = await altinn.correspondence('POST', '/correspondence', { token: other, json });
    expect(answer.body).toMatchObject({ errorCode: 1017 });
  });
});

function overlap(first: LetterChanges, second: LetterChanges): boolean {
  const fields = ({ letter, content, root }: LetterChanges): string[] => [
    ...Object.keys(letter ?? {}),
    ...Object.keys(content ?? {}),
    ...Object.keys(root ?? {}),
  ];
  return fields(first).some((field) => fields(second).includes(field));
}
