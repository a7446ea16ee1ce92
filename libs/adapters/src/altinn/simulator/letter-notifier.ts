import { randomUUID } from 'node:crypto';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import type { AltinnEvents } from './altinn-events.js';
import type { AltinnJobs } from './altinn-jobs.js';
import type { AltinnLetters } from './altinn-letters.js';
import { organisationUrn } from './altinn-parties.js';
import { hasStatus, type CorrespondenceRecord, type NoticeRecord, type OrderRecord } from './altinn-records.js';
import { DAY_MS } from './attachment-rules.js';
import { recipientsOf, routesOf } from './notice-routes.js';

const MAIN_DELAY_MS = 5 * 60_000;
const REMINDER_DELAY_MS = 7 * DAY_MS;

/**
 * E-mail and SMS about a letter (registers reference 1.5): ordered by a job after the letter was published, sent five
 * minutes later, repeated after seven days when it is still unread. All by the simulation's clock; that SMS waits for
 * daytime is left out, since it would make tests depend on the hour.
 */
export class LetterNotifier {
  constructor(
    private readonly context: SimulationContext,
    private readonly letters: AltinnLetters,
    private readonly jobs: AltinnJobs,
    private readonly events: AltinnEvents,
  ) {
    for (const record of letters.all()) this.schedule(record);
  }

  /** For a letter that has just been published; once. */
  async order(record: CorrespondenceRecord): Promise<void> {
    const { notification } = record.letter;
    if (notification === undefined || record.orders.length > 0) return;
    const now = this.context.clock.now();
    const order = (isReminder: boolean): OrderRecord => ({
      id: randomUUID(),
      isReminder,
      channel: (isReminder ? notification.reminderNotificationChannel : undefined) ?? notification.notificationChannel,
      created: now.toISOString(),
      sendAt: new Date(now.getTime() + MAIN_DELAY_MS + (isReminder ? REMINDER_DELAY_MS : 0)).toISOString(),
      status: 'Registered',
      lastUpdate: now.toISOString(),
      notices: [],
    });
    const orders = [order(false), ...(notification.sendReminder === true ? [order(true)] : [])];
    const ordered = await this.letters.update(record.id, () => ({ orders }));
    for (const { id } of orders) this.tell(ordered, 'notificationcreated', id);
    this.schedule(ordered);
  }

  /** The letter is gone: what is not sent yet never is. */
  async cancel(id: string): Promise<void> {
    const lastUpdate = this.context.clock.now().toISOString();
    await this.letters.update(id, ({ orders }) => ({
      orders: orders.map((order) =>
        order.status === 'Registered' ? { ...order, status: 'Cancelled', lastUpdate } : order,
      ),
    }));
  }

  /** Altinn Notifications asks this before it sends: whether there is still a reason to. */
  shouldSend(record: CorrespondenceRecord, isReminder: boolean): boolean {
    if (record.stage !== 'published') return false;
    return !hasStatus(record, record.letter.isConfirmationNeeded === true && isReminder ? 'Confirmed' : 'Read');
  }

  private schedule(record: CorrespondenceRecord): void {
    for (const { id, status, sendAt } of record.orders) {
      if (status === 'Registered') this.jobs.at(Date.parse(sendAt), 'notify', () => this.send(record.id, id));
    }
  }

  private async send(letterId: string, orderId: string): Promise<void> {
    const record = this.letters.get(letterId);
    const order = record?.orders.find(({ id }) => id === orderId);
    if (record === undefined || order?.status !== 'Registered') return;
    const lastUpdate = this.context.clock.now().toISOString();
    if (!this.shouldSend(record, order.isReminder)) {
      await this.replace(letterId, { ...order, status: 'SendConditionNotMet', lastUpdate });
      return;
    }
    const notices = recipientsOf(record)
      .flatMap((recipient) => routesOf(recipient, order.channel, record, this.context.world))
      .map((route) => ({ ...route, lastUpdate }));
    await this.replace(letterId, { ...order, status: 'Completed', lastUpdate, notices });
    this.tellOutcome(record, order, notices);
  }

  private async replace(letterId: string, order: OrderRecord): Promise<void> {
    await this.letters.update(letterId, ({ orders }) => ({
      orders: orders.map((known) => (known.id === order.id ? order : known)),
    }));
  }

  private tellOutcome(record: CorrespondenceRecord, order: OrderRecord, notices: readonly NoticeRecord[]): void {
    const delivered = order.isReminder
      ? 'correspondencenotificationreminderdelivered'
      : 'correspondencenotificationdelivered';
    for (const { status } of notices) {
      this.tell(record, status === 'Delivered' ? delivered : 'correspondencenotificationfailed', order.id);
    }
    if (notices.every(({ status }) => status !== 'Delivered')) {
      this.tell(record, 'correspondencenotificationallfailed', order.id);
    }
  }

  private tell(record: CorrespondenceRecord, type: string, instance: string): void {
    const { resourceId } = record.letter;
    this.events.publish({ type, source: 'notification', instance, resourceId, subject: organisationUrn(record.owner) });
  }
}
