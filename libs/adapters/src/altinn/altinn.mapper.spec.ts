import { describe, expect, it } from '@jest/globals';
import { aDocument, anOrder, TEST_ORGANISATION, TEST_PERSON } from '#channels/testing/order-builder.js';
import type { Letter } from '#domain/letter.js';
import { altinnFileName } from './altinn-file-name.js';
import { titleFailure, toAttachments, toCorrespondence } from './altinn.mapper.js';

const at = new Date('2026-11-23T10:00:00Z');

function correspondence(letter: Partial<Letter> = {}): ReturnType<typeof toCorrespondence> {
  return toCorrespondence(anOrder({ target: { kind: 'person', personIdentifier: TEST_PERSON }, at, letter }), 'brev', [
    'a1',
  ]);
}

describe('order -> correspondence', () => {
  it('carries the names that make it idempotent and findable', () => {
    const order = anOrder({ target: { kind: 'organisation', organisationNumber: TEST_ORGANISATION } });
    const body = toCorrespondence(order, 'brev', ['a1', 'a2']);
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
    expect(toCorrespondence(order, 'brev', []).correspondence).not.toHaveProperty('ignoreReservation');
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
    });
    expect(correspondence({ legalEffect: 'information' }).correspondence).not.toHaveProperty('notification');
  });

  it('never lets HTML of a summary through', () => {
    expect(correspondence({ summary: 'a <b>bold</b> word' }).correspondence.content.messageBody).toBe(
      'a &lt;b&gt;bold&lt;/b&gt; word',
    );
  });

  it.each(['<b>Vedtak</b>', '**Vedtak**', '`Vedtak`', '[Vedtak](https://example.no)', '# Vedtak'])(
    'refuses the title %s',
    (title) => {
      const order = anOrder({ target: { kind: 'person', personIdentifier: TEST_PERSON }, letter: { title } });
      expect(titleFailure(order)).toMatchObject({ kind: 'permanent', code: 'ALTINN_TITLE_NOT_PLAIN', blame: 'sender' });
    },
  );

  it.each(['Vedtak om § 5 (sak 2026/123)', 'A < B og C > D', 'Pris 2 * 3 * 4', 'Svar #1'])(
    'takes the title %s',
    (title) => {
      const order = anOrder({ target: { kind: 'person', personIdentifier: TEST_PERSON }, letter: { title } });
      expect(titleFailure(order)).toBeUndefined();
    },
  );

  it('gives every attachment a name of its own', () => {
    const order = anOrder({
      target: { kind: 'person', personIdentifier: TEST_PERSON },
      documents: [aDocument(), aDocument(), aDocument()],
    });
    expect(toAttachments(order, 'brev').map(({ fileName }) => fileName)).toEqual([
      'vedtak.pdf',
      'vedtak (2).pdf',
      'vedtak (3).pdf',
    ]);
  });
});

describe('file names', () => {
  it.each([
    ['vedtak', 'application/pdf', 'vedtak.pdf'],
    ['vedtak.bin', 'application/pdf', 'vedtak.bin.pdf'],
    ['Foto.JPEG', 'image/jpeg', 'Foto.JPEG'],
    ['a/b\\c:d.pdf', 'application/pdf', 'a_b_c_d.pdf'],
    ['CON.pdf', 'application/pdf', '_CON.pdf'],
    ['.pdf', 'application/pdf', '_.pdf'],
    [`${'x'.repeat(300)}.pdf`, 'application/pdf', `${'x'.repeat(251)}.pdf`],
  ])('%s of type %s becomes %s', (given, mediaType, expected) => {
    expect(altinnFileName(given, mediaType, new Set())).toBe(expected);
  });
});
