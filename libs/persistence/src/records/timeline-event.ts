import type { OutboxEvent } from './outbox-event.js';

/** An event as people read it. */
export interface TimelineEvent extends OutboxEvent {
  readonly recordedAt: Date;
  readonly publishedAt?: Date;
}
