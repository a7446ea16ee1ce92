import { describe, expect, it } from '@jest/globals';
import { CloudEvent, HTTP } from 'cloudevents';
import { RECEIPT_CONTENT_TYPE, type ReceiptSource } from './receipt.js';
import { toReceipt } from './to-receipt.js';

const EVENT: ReceiptSource = {
  id: '7f1c2a9e-3f64-4a53-8f2b-1b1a53a0c001',
  sender: '313000001',
  supplier: '313003000',
  letterId: '0b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11',
  sequence: 2,
  type: 'read-deadline-passed',
  statusAfter: 'delivered',
  at: new Date('2026-11-22T08:00:00Z'),
  conversationId: '0b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11',
  reference: 'sak 1',
  data: { channel: 'altinn', reason: { code: 'UNREAD', text: 'Not opened.' }, details: { after: 'P2D' } },
};

describe('toReceipt', () => {
  it('is a CloudEvent by the rules of the cloudevents package, and reads back', () => {
    const { cloudEvent } = toReceipt(EVENT);
    const { data, ...attributes } = cloudEvent;
    expect(new CloudEvent({ ...attributes, data }).validate()).toBe(true);
    const read = HTTP.toEvent({ headers: { 'content-type': RECEIPT_CONTENT_TYPE }, body: JSON.stringify(cloudEvent) });
    expect(read).toMatchObject({ id: EVENT.id, sequence: '0000000002', subject: EVENT.letterId });
  });

  it("has the contract's names and routing keys", () => {
    expect(toReceipt(EVENT)).toEqual({
      routingKey: 'receipt.313000001.read-deadline-passed',
      cc: ['receipt.313003000.read-deadline-passed'],
      cloudEvent: {
        specversion: '1.0',
        id: EVENT.id,
        source: '/gateway/313000001',
        type: 'no.meldingsformidler.letter.read-deadline-passed.v1',
        subject: EVENT.letterId,
        time: '2026-11-22T08:00:00.000Z',
        datacontenttype: 'application/json',
        sequence: '0000000002',
        data: {
          letterId: EVENT.letterId,
          conversationId: EVENT.conversationId,
          reference: 'sak 1',
          channel: 'altinn',
          status: 'delivered',
          reason: { code: 'UNREAD', text: 'Not opened.' },
          details: { after: 'P2D' },
        },
      },
    });
  });

  it('leaves out the sequence of a message that is not the letter', () => {
    const { sequence: _, ...reused } = EVENT;
    expect('sequence' in toReceipt(reused).cloudEvent).toBe(false);
  });
});
