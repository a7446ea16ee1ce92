import { describe, expect, it } from '@jest/globals';
import type { DepositOrder } from '#channels/deposit-order.js';
import { aDocument, anOrder, TEST_ORGANISATION, TEST_PERSON } from '#channels/testing/order-builder.js';
import type { Letter } from '#domain/letter.js';
import { recipientFailure } from './altinn-recipient.js';
import { toAttachments, toCorrespondence } from './altinn.mapper.js';
import { textFailure } from './altinn-text-checks.js';

const at = new Date('2026-11-23T10:00:00Z');
const BREV = { id: 'brev', isConfidential: false };
const PERSON = { kind: 'person', personIdentifier: TEST_PERSON } as const;

function correspondence(letter: Partial<Letter> = {}): ReturnType<typeof toCorrespondence> {
  return toCorrespondence(anOrder({ target: PERSON, at, letter }), BREV, ['a1']);
}

describe('order -> correspondence', () => {
  it('carries the names that make it idempotent and findable', () => {
    const order = anOrder({ target: { kind: 'organisation', organisationNumber: TEST_ORGANISATION } });
    const body = toCorrespondence(order, BREV, ['a1', 'a2']);
    expect(body).toMatchObject({
      idempotentKey: order.depositId,
      recipients: [`urn:altinn:organization:identifier-no:${TEST_ORGANISATION}`],
      existingAttachments: ['a1', 'a2'],
      correspondence: { sendersReference: order.conversationId, resourceId: 'brev' },
    });
  });

  it('ignores reservation for information to persons, and only there', () => {
    expect(correspondence({ legalEffect: 'information' }).correspondence.ignoreReservation).toBe(true);
    expect(correspondence({ legalEffect: 'decision' }).correspondence).not.toHaveProperty('ignoreReservation');
    expect(correspondence({ legalEffect: 'important' }).correspondence).not.toHaveProperty('ignoreReservation');
    const order = anOrder({
      target: { kind: 'organisation', organisationNumber: TEST_ORGANISATION },
      letter: { legalEffect: 'information' },
    });
    expect(toCorrespondence(order, BREV, []).correspondence).not.toHaveProperty('ignoreReservation');
  });

  it('is published when the letter is available, now when that is past', () => {
    const later = new Date('2026-12-01T08:00:00Z');
    expect(correspondence({ availableFrom: later }).correspondence.requestedPublishTime).toBe(
      '2026-12-01T08:00:00.000Z',
    );
    expect(correspondence({ availableFrom: new Date('2026-11-01T08:00:00Z') }).correspondence).not.toHaveProperty(
      'requestedPublishTime',
    );
  });

  it.each([
    [
      { email: { text: 'E', repeatAfterDays: [0, 7] } },
      { notificationChannel: 'Email', emailBody: 'E', sendReminder: true, reminderEmailBody: 'E' },
    ],
    [{ sms: { text: 'S', repeatAfterDays: [0] } }, { notificationChannel: 'Sms', smsBody: 'S', sendReminder: false }],
    [
      { email: { text: 'E', repeatAfterDays: [0] }, sms: { text: 'S', repeatAfterDays: [0, 7] } },
      { notificationChannel: 'EmailAndSms', reminderSmsBody: 'S', reminderEmailBody: 'E' },
    ],
  ])('uses the texts of the sender: %j', (notification, expected) => {
    expect(correspondence({ notification }).correspondence.notification).toMatchObject({
      notificationTemplate: 'CustomMessage',
      ...expected,
    });
  });

  it('announces decisions in standard words when the sender gave none, and information not at all', () => {
    expect(correspondence().correspondence.notification).toEqual({
      notificationTemplate: 'GenericAltinnMessage',
      notificationChannel: 'EmailPreferred',
      sendReminder: true,
      reminderNotificationChannel: 'EmailPreferred',
    });
    expect(correspondence({ legalEffect: 'information' }).correspondence).not.toHaveProperty('notification');
  });

  it('repeats texts, media and type in the reminder', () => {
    const notification = { email: { text: 'E', repeatAfterDays: [0, 7] }, sms: { text: 'S', repeatAfterDays: [0] } };
    expect(correspondence({ notification, title: 'Vedtak' }).correspondence.notification).toEqual({
      notificationTemplate: 'CustomMessage',
      notificationChannel: 'EmailAndSms',
      emailSubject: 'Vedtak',
      emailBody: 'E',
      emailContentType: 'Plain',
      smsBody: 'S',
      sendReminder: true,
      reminderNotificationChannel: 'EmailAndSms',
      reminderEmailSubject: 'Vedtak',
      reminderEmailBody: 'E',
      reminderEmailContentType: 'Plain',
      reminderSmsBody: 'S',
    });
  });

  it('sends no keyword of Altinn that a sender happened to write', () => {
    const text = 'Nr $recipientNumber$ til $recipientName$';
    const { notification } = correspondence({
      title: 'Om $messageTitle$',
      notification: { email: { text, repeatAfterDays: [0, 7] }, sms: { text, repeatAfterDays: [0, 7] } },
    }).correspondence;
    expect(JSON.stringify(notification)).not.toMatch(/\$(recipientNumber|recipientName|messageTitle)\$/);
    expect(notification?.smsBody?.replaceAll('\u2060', '')).toBe(text);
  });

  it('is not for persons whose identifier Altinn refuses by its check digits', () => {
    const to = (personIdentifier: string): DepositOrder => anOrder({ target: { kind: 'person', personIdentifier } });
    expect(recipientFailure(to(TEST_PERSON))).toBeUndefined();
    expect(recipientFailure(to('20914600006'))).toMatchObject({
      kind: 'unreachable',
      code: 'ALTINN_RECIPIENT_REFUSED',
    });
  });

  it('has a due date when the letter goes on unread, counted from publication', () => {
    const unread = (letter: Partial<Letter>): DepositOrder =>
      anOrder({ target: PERSON, at, letter, readDeadlineWorkingDays: 2 });
    expect(toCorrespondence(unread({}), BREV, []).correspondence.dueDateTime).toBe('2026-11-25T10:00:00.000Z');
    const availableFrom = new Date('2026-12-04T12:00:00Z');
    expect(toCorrespondence(unread({ availableFrom }), BREV, []).correspondence).toMatchObject({
      requestedPublishTime: '2026-12-04T12:00:00.000Z',
      dueDateTime: '2026-12-08T12:00:00.000Z',
    });
    expect(correspondence().correspondence).not.toHaveProperty('dueDateTime');
  });

  it('is of the kind of its resource, never forwarded, and named only where the owner is another', () => {
    const order = anOrder({ target: PERSON, at });
    expect(toCorrespondence(order, BREV, []).correspondence).toMatchObject({
      isConfidential: false,
      allowForwarding: false,
      isConfirmationNeeded: false,
      messageSender: 'Prøvedirektoratet',
    });
    const own = toCorrespondence(order, { id: 'hemmelig', isConfidential: true, owner: TEST_ORGANISATION }, []);
    expect(own.correspondence).toMatchObject({ resourceId: 'hemmelig', isConfidential: true });
    expect(own.correspondence).not.toHaveProperty('messageSender');
  });

  it.each([
    ['nb', 'nb'],
    ['nn', 'nn'],
    ['en', 'en'],
    ['se', 'nb'],
  ] as const)('a letter in %s is shown in %s', (language, expected) => {
    expect(correspondence({ language }).correspondence.content.language).toBe(expected);
  });

  it('never lets HTML of a summary through, and leaves out of the list what Altinn would strip', () => {
    const { content } = correspondence({ summary: 'a <b>bold</b> word' }).correspondence;
    expect(content.messageBody).toBe('a &#60;b&#62;bold&#60;/b&#62; word');
    expect(content).not.toHaveProperty('messageSummary');
    expect(correspondence({ summary: '[her](x)' }).correspondence.content).not.toHaveProperty('messageSummary');
    expect(correspondence({ summary: 'ein\nto' }).correspondence.content.messageSummary).toBe('ein to');
    expect(correspondence({ summary: 'x'.repeat(1_000) }).correspondence.content.messageSummary).toHaveLength(255);
  });

  it.each(['<b>Vedtak</b>', '&amp; Vedtak', `<b>${'x'.repeat(255)}`])('refuses the title %s', (title) => {
    expect(textFailure(anOrder({ target: PERSON, letter: { title } }), BREV)).toMatchObject({
      kind: 'permanent',
      code: 'ALTINN_TITLE_NOT_PLAIN',
      blame: 'sender',
    });
  });

  it.each([
    [' ', 'this one has 0.'],
    ['\u0007', 'this one has 0.'],
    ['😀'.repeat(200), 'this one has 400.'],
    [`- ${'x'.repeat(253)}`, 'this one has 256, 1 of them invisible marks'],
    [`# [a](b) ${'x'.repeat(246)}`, 'this one has 257, 2 of them invisible marks'],
  ])('refuses the title %j, and says what is counted and how many there are', (title, told) => {
    const failure = textFailure(anOrder({ target: PERSON, letter: { title } }), BREV);
    expect(failure).toMatchObject({ kind: 'permanent', code: 'ALTINN_TITLE_REFUSED', blame: 'sender' });
    expect(failure?.text).toContain(told);
    expect(failure?.text).toContain('UTF-16 units');
  });

  it.each([`*${'x'.repeat(253)}*`, `- ${'x'.repeat(252)}`, '😀'.repeat(127)])('takes the title %s whole', (title) => {
    expect(textFailure(anOrder({ target: PERSON, letter: { title } }), BREV)).toBeUndefined();
    const { messageTitle } = correspondence({ title }).correspondence.content;
    expect(messageTitle.length).toBeLessThanOrEqual(255);
    expect(messageTitle.replaceAll('\u2060', '').replaceAll('\u2217', '*')).toBe(title);
  });

  it('lets letters wait when the name of the sender is configured wrongly, where the name is shown', () => {
    const order = anOrder({ target: PERSON });
    const named = { ...order, sender: { ...order.sender, name: '<b>Etaten</b>' } };
    expect(textFailure(named, BREV)).toMatchObject({ kind: 'defect', code: 'ALTINN_SENDER_NAME' });
    expect(textFailure(named, { ...BREV, owner: TEST_ORGANISATION })).toBeUndefined();
  });

  it('refuses notices that are too long', () => {
    const notification = { sms: { text: 'x'.repeat(2_145), repeatAfterDays: [0] } };
    expect(textFailure(anOrder({ target: PERSON, letter: { notification } }), BREV)).toMatchObject({
      kind: 'permanent',
      code: 'ALTINN_NOTICE_TOO_LONG',
    });
  });

  it.each([
    'Vedtak om § 5 (sak 2026/123)',
    'A < B og C > D',
    'Pris 2 * 3 * 4',
    'Svar #1',
    '2. purring',
    '# 1',
    '*Viktig*',
    '> a',
  ])('takes the title %s', (title) => {
    expect(textFailure(anOrder({ target: PERSON, letter: { title } }), BREV)).toBeUndefined();
  });

  it('gives every attachment a name of its own', () => {
    const order = anOrder({
      target: { kind: 'person', personIdentifier: TEST_PERSON },
      documents: [aDocument(), aDocument(), aDocument()],
    });
    expect(toAttachments(order, 'brev').map(({ metadata }) => metadata.fileName)).toEqual([
      'vedtak.pdf',
      'vedtak (2).pdf',
      'vedtak (3).pdf',
    ]);
  });
});
