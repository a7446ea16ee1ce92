import { describe, expect, it } from '@jest/globals';
import type { Publication } from '#messaging/publication.js';
import type { OutboxEvent } from '#persistence/records/outbox-event.js';
import { relayBatch } from './relay-batch.js';

const event = (position: number, letterId: string, changes: Partial<OutboxEvent> = {}): OutboxEvent => ({
  position: String(position),
  id: `event-${String(position)}`,
  sender: '313000001',
  letterId,
  sequence: position,
  type: 'sent',
  statusAfter: 'sent',
  at: new Date('2026-11-23T12:00:00Z'),
  data: { channel: 'digipost' },
  ...changes,
});

describe('relayBatch', () => {
  it('publishes all in order as CloudEvents, with the supplier in copy', async () => {
    const published: Publication[] = [];
    const events = [event(1, 'a'), event(2, 'b', { supplier: '313003000' })];
    const outcome = await relayBatch(events, 'mf.receipts', (publication) => {
      published.push(publication);
      return Promise.resolve();
    });
    expect(outcome).toEqual({ published: ['1', '2'], failed: [] });
    expect(published[0]).toMatchObject({
      exchange: 'mf.receipts',
      routingKey: 'receipt.313000001.sent',
      messageId: 'event-1',
      contentType: 'application/cloudevents+json',
    });
    expect(published[1]?.cc).toEqual(['receipt.313003000.sent']);
    expect(JSON.parse(String(published[0]?.body))).toMatchObject({
      id: 'event-1',
      subject: 'a',
      sequence: '0000000001',
    });
  });

  it('holds back what follows a failed one in the same letter, and nothing else', async () => {
    const events = [event(1, 'a'), event(2, 'b'), event(3, 'a'), event(4, 'b'), event(5, 'c')];
    const broken = new Error('no confirm');
    const outcome = await relayBatch(events, 'x', ({ messageId }) =>
      messageId === 'event-2' ? Promise.reject(broken) : Promise.resolve(),
    );
    expect(outcome.published).toEqual(['1', '3', '5']);
    expect(outcome.failed).toEqual([{ event: events[1], error: broken }]);
  });
});
