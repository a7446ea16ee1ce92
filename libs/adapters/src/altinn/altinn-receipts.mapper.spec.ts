import { describe, expect, it } from '@jest/globals';
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
    expect(found).toMatchObject({ settled: true, receipts: [{}, { sourceId: `${ID}:Read:2026-11-23T11:00:00.000Z` }] });
  });

  it('is not settled while nobody has read it', () => {
    expect(status(['Published', '2026-11-23T10:00:00Z'], ['Fetched', '2026-11-23T10:01:00Z'])).toMatchObject({
      settled: false,
    });
  });

  it.each([
    [
      'Failed',
      "Recipient of x has been set to reserved in kontakt- og reserverasjonsregisteret ('KRR')",
      'ALTINN_RESERVED',
    ],
    [
      'Failed',
      'Recipient of x lacks roles required to read correspondence. Consider sending physical mail',
      'ALTINN_NO_ROLE',
    ],
    ['Reserved', 'Reserved', 'ALTINN_RESERVED'],
    ['Failed', 'Dialogporten is down', 'ALTINN_PUBLISH_FAILED'],
  ])('%s (%s) is failed with %s', (name, text, code) => {
    const found = status([name, '2026-11-23T10:00:00Z', text]);
    expect(found).toMatchObject({ settled: true, receipts: [{ event: { type: 'failed', reason: { code } } }] });
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

  it.each(['not json', '{}', '{"statusHistory":"none"}'])('quarantines %s', (body) => {
    expect(eventsOf(toDepositStatus(ID, Buffer.from(body)))).toEqual(['quarantined']);
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

  it('with an instance that is no id are refused', () => {
    expect(parse({ type: 'no.altinn.correspondence.correspondencepublished', resourceinstance: '../../x' }).ok).toBe(
      false,
    );
  });
});
