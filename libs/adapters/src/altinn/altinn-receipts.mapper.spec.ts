import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Surprise } from '#platform/surprises.js';
import { altinnCallback } from './altinn.callback.js';
import { toDepositStatus } from './altinn-receipts.mapper.js';

const ID = '5f0c2a44-7f6b-4d0e-8a77-2a3e7d9b1c55';

function status(...entries: readonly [string, string, string?][]): ReturnType<typeof toDepositStatus> {
  const statusHistory = entries.map(([name, statusChanged, statusText = name]) => ({
    status: name,
    statusText,
    statusChanged,
  }));
  return toDepositStatus(ID, Buffer.from(JSON.stringify({ statusHistory })));
}

function eventsOf(found: ReturnType<typeof toDepositStatus>): readonly string[] {
  return found.kind === 'known'
    ? found.receipts.map((receipt) => (receipt.kind === 'receipt' ? receipt.event.type : receipt.kind))
    : [];
}

describe('details -> receipts', () => {
  it('reads the history, in its order of time, and not the status that hides Read', () => {
    const found = status(
      ['AttachmentsDownloaded', '2026-11-23T12:00:00Z'],
      ['Read', '2026-11-23T11:00:00Z'],
      ['Fetched', '2026-11-23T10:59:00Z'],
      ['Published', '2026-11-23T10:00:00Z'],
    );
    expect(eventsOf(found)).toEqual(['delivered', 'opened']);
    expect(found).toMatchObject({ settled: true, receipts: [{}, { sourceId: `${ID}:opened` }] });
  });

  it('is not settled while nobody has read it', () => {
    expect(status(['Published', '2026-11-23T10:00:00Z'], ['Fetched', '2026-11-23T10:01:00Z'])).toMatchObject({
      settled: false,
    });
  });

  it('says the same in whatever order Altinn lists it', () => {
    const entries: [string, string][] = [
      ['Published', '2026-11-23T10:00:00Z'],
      ['Read', '2026-11-23T11:00:00Z'],
      ['Confirmed', '2026-11-23T11:00:00Z'],
      ['AttachmentsDownloaded', '2026-11-23T12:00:00Z'],
    ];
    const inOrder = status(...entries);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(status(...shuffled)).toEqual(inOrder);
      }),
    );
  });

  it.each([
    [
      'Failed',
      "Recipient of x has been set to reserved in kontakt- og reserverasjonsregisteret ('KRR')",
      'ALTINN_RESERVED',
      'recipient',
    ],
    [
      'Failed',
      'Recipient of x lacks roles required to read correspondence. Consider sending physical mail',
      'ALTINN_NO_ROLE',
      'recipient',
    ],
    ['Failed', 'Recipient x was not found in Register', 'ALTINN_RECIPIENT_UNKNOWN', 'recipient'],
    ['Reserved', 'Reserved', 'ALTINN_RESERVED', 'recipient'],
    ['Failed', 'Malware scan failed: Malicious', 'ALTINN_ATTACHMENT_REFUSED', 'sender'],
    ['Failed', 'Malware scan failed: Error', 'ALTINN_PUBLISH_FAILED', 'channel'],
    ['Failed', 'Malware scan failed: Not scanned', 'ALTINN_PUBLISH_FAILED', 'channel'],
    ['Failed', 'Malware scan failed: something new', 'ALTINN_PUBLISH_FAILED', 'channel'],
    ['Failed', 'Dialogporten is down', 'ALTINN_PUBLISH_FAILED', 'channel'],
  ])('%s (%s) is failed with %s, by the %s', (name, text, code, blame) => {
    const found = status([name, '2026-11-23T10:00:00Z', text]);
    expect(found).toMatchObject({
      settled: true,
      receipts: [{ event: { type: 'failed', reason: { code }, details: { blame } } }],
    });
  });

  it('keeps no identifier of what failed', () => {
    const found = status(['Failed', '2026-11-23T10:00:00Z', 'Recipient 20914695016 lacks roles required']);
    expect(JSON.stringify(found.kind === 'known' ? found.receipts.map(({ raw }) => raw.toString()) : [])).not.toContain(
      '20914695016',
    );
  });

  it('does not tell of a failure when the letter was published all the same', () => {
    const found = status(
      ['Failed', '2026-11-23T09:59:00Z', 'Dialogporten is down'],
      ['Published', '2026-11-23T10:00:00Z'],
    );
    expect(eventsOf(found)).toEqual(['delivered']);
    expect(found).toMatchObject({ settled: false });
  });

  it('passes over what it does not know, and says so by name', () => {
    const surprises: Surprise[] = [];
    const body = {
      statusHistory: [
        { status: 'Published', statusText: '', statusChanged: '2026-11-23T10:00:00Z', changedBy: 'x' },
        { status: 'Teleported', statusText: '', statusChanged: '2026-11-23T10:00:00Z' },
        { status: 'Kari Nordmann', statusText: '', statusChanged: '2026-11-23T10:00:00Z' },
      ],
      hologram: 'Kari Nordmann',
    };
    const found = toDepositStatus(ID, Buffer.from(JSON.stringify(body)), (surprise) => surprises.push(surprise));
    expect(eventsOf(found)).toEqual(['delivered']);
    expect(surprises).toEqual([
      { kind: 'field', path: 'details.hologram' },
      { kind: 'field', path: 'statusHistory.changedBy' },
      { kind: 'value', path: 'statusHistory.status', value: 'Teleported' },
      { kind: 'value', path: 'statusHistory.status', value: '(string)' },
    ]);
  });

  it('is settled and says nothing when the letter was purged', () => {
    expect(status(['PurgedByRecipient', '2026-11-23T10:00:00Z'])).toMatchObject({ settled: true, receipts: [] });
  });

  it('tells what became of the notices, without whom they went to', () => {
    const notice = (medium: string, state: string): object => ({
      id: `n-${medium}`,
      recipient: { emailAddress: 'noen@example.no' },
      sendStatus: { status: state, lastUpdate: '2026-11-23T10:05:00Z' },
    });
    const body = {
      statusHistory: [],
      notifications: [
        {
          notificationStatusDetails: {
            email: notice('email', 'Delivered'),
            sms: notice('sms', 'Failed_InvalidRecipient'),
          },
        },
      ],
    };
    const found = toDepositStatus(ID, Buffer.from(JSON.stringify(body)));
    expect(eventsOf(found)).toEqual(['notified', 'notification-failed']);
    expect(found.kind === 'known' ? found.receipts.map(({ raw }) => raw.toString()).join() : '').not.toContain(
      'example.no',
    );
  });

  it('tells each notice of the lists once, the reminder as one, and new failures as failed', () => {
    const notice = (id: string, state: string): object => ({
      id,
      recipient: { mobileNumber: '+4799999999' },
      sendStatus: { status: state, lastUpdate: '2026-11-23T10:05:00Z' },
    });
    const body = {
      statusHistory: [],
      notifications: [
        {
          isReminder: false,
          notificationStatusDetails: {
            email: notice('e1', 'Delivered'),
            emails: [notice('e1', 'Delivered'), notice('e2', 'Email_Failed_Bounced')],
            smses: [notice('s1', 'SMS_Failed_SwallowedByWhale'), notice('s2', 'Accepted')],
          },
        },
        { isReminder: true, notificationStatusDetails: { email: notice('e3', 'Succeeded'), sms: null } },
      ],
    };
    const surprises: Surprise[] = [];
    const found = toDepositStatus(ID, Buffer.from(JSON.stringify(body)), (surprise) => surprises.push(surprise));
    if (found.kind !== 'known') throw new Error('unknown');
    expect(found.receipts.map((receipt) => (receipt.kind === 'receipt' ? receipt.event : undefined))).toEqual([
      { type: 'notified', at: expect.any(Date), details: { medium: 'email' } },
      {
        type: 'notification-failed',
        at: expect.any(Date),
        details: { medium: 'email' },
        reason: { code: 'ALTINN_NOTICE_FAILED', text: expect.stringContaining('Failed_Bounced') },
      },
      {
        type: 'notification-failed',
        at: expect.any(Date),
        details: { medium: 'sms' },
        reason: { code: 'ALTINN_NOTICE_FAILED', text: expect.stringContaining('(Failed)') },
      },
      { type: 'notified', at: expect.any(Date), details: { medium: 'email', reminder: true } },
    ]);
    expect(new Set(found.receipts.map(({ sourceId }) => sourceId)).size).toBe(4);
    expect(found.receipts.map(({ raw }) => raw.toString()).join()).not.toContain('+47');
    expect(surprises).toEqual([{ kind: 'value', path: 'notification.sms.status', value: 'Failed_SwallowedByWhale' }]);
  });

  it.each(['not json', '{}', '{"statusHistory":"none"}'])('quarantines %s', (body) => {
    expect(eventsOf(toDepositStatus(ID, Buffer.from(body)))).toEqual(['quarantined']);
  });

  describe('what is quarantined', () => {
    const PERSON = '20914695016';
    const rawOf = (body: object): readonly string[] => {
      const found = toDepositStatus(ID, Buffer.from(JSON.stringify(body)));
      if (found.kind !== 'known') throw new Error('unknown');
      return found.receipts.map(({ raw }) => raw.toString());
    };
    const personal = {
      recipient: `urn:altinn:person:identifier-no:${PERSON}`,
      content: { messageTitle: 'Vedtak om uføretrygd' },
      notifications: [{ notificationStatusDetails: { email: { recipient: { emailAddress: 'kari@example.no' } } } }],
    };

    it('is the status of an answer without a history, and nothing of whom it is about', () => {
      const body = { ...personal, status: 'Published', statusText: `Sent to ${PERSON}`, statusHistory: `to ${PERSON}` };
      expect(rawOf(body).map((raw) => JSON.parse(raw) as unknown)).toEqual([
        {
          correspondenceId: ID,
          details: { status: 'Published', statusText: 'Sent to ***********' },
          statusHistory: 'to ***********',
        },
      ]);
    });

    it.each<[string, unknown, unknown]>([
      [
        'the fields of a status',
        { status: 'Failed', statusText: `Recipient ${PERSON} lacks`, statusChanged: 'yesterday', ...personal },
        { status: 'Failed', statusText: 'Recipient *********** lacks', statusChanged: 'yesterday' },
      ],
      ['their kinds', { status: { of: PERSON }, statusText: [PERSON] }, { status: '(object)', statusText: '(array)' }],
      ['a masked text', `Published to ${PERSON}`, 'Published to ***********'],
      ['a masked number', Number(PERSON), '***********'],
      ['a kind', null, '(object)'],
    ])('is %s of an entry of the history', (_what, entry, kept) => {
      expect(rawOf({ ...personal, statusHistory: [entry] }).map((raw) => JSON.parse(raw) as unknown)).toEqual([
        { correspondenceId: ID, entry: kept },
      ]);
    });

    it('is one and the same while what is kept stays the same', () => {
      const idOf = (body: object): string | undefined => {
        const found = toDepositStatus(ID, Buffer.from(JSON.stringify(body)));
        return found.kind === 'known' ? found.receipts[0]?.sourceId : undefined;
      };
      expect(idOf({ ...personal, status: 'Published' })).toBe(idOf({ status: 'Published', systemLabel: 'Bin' }));
      expect(idOf({ status: 'Published' })).not.toBe(idOf({ status: 'Read' }));
    });
  });
});

describe('events', () => {
  const parse = (body: unknown): ReturnType<typeof altinnCallback.parse> =>
    altinnCallback.parse({ headers: {}, body: Buffer.from(JSON.stringify(body)) });

  it('name the letter to read again', () => {
    expect(parse({ type: 'no.altinn.correspondence.correspondencereceiverread', resourceinstance: ID })).toEqual({
      ok: true,
      value: [{ reference: ID }],
    });
  });

  it.each([
    'platform.events.validatesubscription',
    'no.altinn.correspondence.attachmentpublished',
    'no.altinn.correspondence.correspondencenotificationfailed',
  ])('%s names none', (type) => {
    expect(parse({ type, resourceinstance: ID })).toEqual({ ok: true, value: [] });
  });

  it('come in batches and twice: each letter is named once, and a broken one costs no other', () => {
    const event = (instance: unknown): object => ({
      specversion: '1.0',
      type: 'no.altinn.correspondence.correspondencereceiverneverread',
      resourceinstance: instance,
    });
    const other = '0b9f2a44-7f6b-4d0e-8a77-2a3e7d9b1c55';
    expect(parse([event(ID), event(ID.toUpperCase()), event('../../x'), 42, event(other)])).toEqual({
      ok: true,
      value: [{ reference: ID }, { reference: other }],
    });
  });

  it.each([
    ['HTML', Buffer.from('<html></html>')],
    ['nothing', Buffer.alloc(0)],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xc3, 0x28])],
    ['too many', Buffer.from(JSON.stringify(Array.from({ length: 1_001 }, () => ({ type: 'x' }))))],
    ['too much', Buffer.from(JSON.stringify({ type: 'x'.repeat(1024 * 1024) }))],
  ])('that are %s are refused', (_what, body) => {
    expect(altinnCallback.parse({ headers: {}, body })).toMatchObject({
      ok: false,
      error: { code: 'ALTINN_EVENT_UNREADABLE' },
    });
  });

  it('with an instance that is no id are refused', () => {
    expect(parse({ type: 'no.altinn.correspondence.correspondencepublished', resourceinstance: '../../x' }).ok).toBe(
      false,
    );
  });
});
