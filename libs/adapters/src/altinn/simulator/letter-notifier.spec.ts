import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import type { JsonObject } from '#platform/parse-json.js';
import { AltinnTester, COMPANY, RESERVED_PERSON } from './testing/altinn-tester.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const EMAIL = { emailSubject: 'Brev', emailBody: 'Du har fått brev' };
const SMS = { smsBody: 'Du har fått brev' };
const CHECK = 'altinn:system/notifications.condition.check';
const WITHOUT_CONTACT = '22885399316';

interface Order {
  readonly id: string;
  readonly isReminder: boolean;
  readonly processingStatus: { readonly status: string };
  readonly notificationStatusDetails: Readonly<Record<string, unknown>>;
}

describe('notifications of the simulated Altinn', () => {
  let altinn: AltinnTester;
  const ordersOf = async (id: string): Promise<readonly Order[]> =>
    (await altinn.details(id))['notifications'] as readonly Order[];
  const finished = (id: string, isReminder = false): Promise<Order> =>
    eventually('the notification is done', async () =>
      (await ordersOf(id)).find(
        (order) => order.isReminder === isReminder && order.processingStatus.status !== 'Order_Registered',
      ),
    );
  const sent = async (notification: JsonObject, root: JsonObject = {}, letter: JsonObject = {}): Promise<string> => {
    const id = await altinn.send({ letter: { notification, ...letter }, root });
    await eventually('the order', async () => ((await ordersOf(id)).length > 0 ? true : undefined));
    return id;
  };
  const sendStatus = (status: string): object => expect.objectContaining({ status });

  beforeAll(async () => {
    altinn = await AltinnTester.start();
    await altinn.simulator.world.persons.put(WITHOUT_CONTACT, {
      personIdentifier: WITHOUT_CONTACT,
      name: 'Uten Kontakt',
    });
  });
  afterEach(() => {
    altinn.simulator.clock.setOffset(0);
  });
  afterAll(() => altinn.stop());

  it('are ordered when the letter is published and sent five minutes later', async () => {
    const id = await sent({ notificationChannel: 'Email', ...EMAIL });
    expect(await ordersOf(id)).toMatchObject([
      { processingStatus: { status: 'Order_Registered' }, notificationStatusDetails: { email: null, emails: null } },
    ]);
    altinn.advance(6 * MINUTE_MS);
    const email = {
      succeeded: true,
      recipient: { emailAddress: 'kari@example.no' },
      sendStatus: sendStatus('Email_Delivered'),
    };
    expect(await finished(id)).toMatchObject({
      processingStatus: { status: 'Order_Completed' },
      notificationStatusDetails: { email, emails: [email], sms: null, smses: null },
    });
  });

  it.each([
    ['Sms', SMS, { email: null, sms: 'SMS_Delivered' }],
    ['EmailPreferred', { ...EMAIL, ...SMS }, { email: 'Email_Delivered', sms: null }],
    ['SmsPreferred', { ...EMAIL, ...SMS }, { email: null, sms: 'SMS_Delivered' }],
    ['EmailAndSms', { ...EMAIL, ...SMS }, { email: 'Email_Delivered', sms: 'SMS_Delivered' }],
  ])('go by %s', async (notificationChannel, texts, expected) => {
    const id = await sent({ notificationChannel, ...texts });
    altinn.advance(6 * MINUTE_MS);
    const { notificationStatusDetails: told } = await finished(id);
    const toldOf = (medium: string): unknown =>
      (told[medium] as { sendStatus: { status: string } } | null)?.sendStatus.status ?? null;
    expect({ email: toldOf('email'), sms: toldOf('sms') }).toEqual(expected);
  });

  it('fail where there is no address, and where the person is reserved', async () => {
    const notification = { notificationChannel: 'Email', ...EMAIL };
    const unknown = await sent(notification, { recipients: [WITHOUT_CONTACT] });
    altinn.advance(6 * MINUTE_MS);
    expect(await finished(unknown)).toMatchObject({
      notificationStatusDetails: {
        email: { succeeded: false, sendStatus: sendStatus('Email_Failed_RecipientNotIdentified') },
      },
    });
    const { persons } = altinn.simulator.world;
    const person = persons.get(RESERVED_PERSON);
    if (person?.krr === undefined) throw new Error('The person is not there.');
    await persons.put(RESERVED_PERSON, { ...person, krr: { ...person.krr, reserved: false } });
    const later = await sent(notification, { recipients: [RESERVED_PERSON] });
    await persons.put(RESERVED_PERSON, person);
    altinn.advance(6 * MINUTE_MS);
    expect(await finished(later)).toMatchObject({
      notificationStatusDetails: { email: { sendStatus: sendStatus('Email_Failed_RecipientReserved') } },
    });
  });

  it('go to the sender’s own recipients too, or to them alone', async () => {
    const customRecipients = [{ emailAddress: 'ola@example.no' }, { mobileNumber: '+4791111111' }];
    const notification = { notificationChannel: 'EmailPreferred', ...EMAIL, ...SMS, customRecipients };
    const recipients = { recipients: [`0192:${COMPANY}`] };
    const both = await sent(notification, recipients);
    const alone = await sent({ ...notification, overrideRegisteredContactInformation: true }, recipients);
    altinn.advance(6 * MINUTE_MS);
    expect((await finished(both)).notificationStatusDetails['emails']).toHaveLength(2);
    expect((await finished(alone)).notificationStatusDetails).toMatchObject({
      emails: [{ recipient: { emailAddress: 'ola@example.no' } }],
      smses: [{ recipient: { mobileNumber: '+4791111111' } }],
    });
  });

  it('are repeated after seven days when the letter is unread', async () => {
    const reminder = { reminderEmailSubject: 'Igjen', reminderEmailBody: 'Brevet venter' };
    const notification = { notificationChannel: 'Email', ...EMAIL, sendReminder: true, ...reminder };
    const unread = await sent(notification);
    const read = await sent(notification);
    altinn.advance(6 * MINUTE_MS);
    await finished(unread);
    await finished(read);
    await altinn.simulator.simulators[0]?.open?.(read);
    expect((await ordersOf(unread))[1]).toMatchObject({
      isReminder: true,
      processingStatus: { status: 'Order_Registered' },
    });
    altinn.advance(7 * DAY_MS);
    expect((await finished(unread, true)).processingStatus.status).toBe('Order_Completed');
    expect((await finished(read, true)).processingStatus.status).toBe('Order_SendConditionNotMet');
  });

  it('are not sent for a letter that is read before, and cancelled for one that is purged', async () => {
    const read = await sent({ notificationChannel: 'Email', ...EMAIL });
    const purged = await sent({ notificationChannel: 'Email', ...EMAIL });
    await altinn.simulator.simulators[0]?.open?.(read);
    await altinn.correspondence('DELETE', `/correspondence/${purged}/purge`, { token: await altinn.citizen() });
    altinn.advance(6 * MINUTE_MS);
    expect((await finished(read)).processingStatus.status).toBe('Order_SendConditionNotMet');
    expect((await finished(purged)).processingStatus.status).toBe('Order_Cancelled');
  });

  it('are asked about by the condition endpoints', async () => {
    const id = await altinn.send();
    const check = async (rest = ''): Promise<unknown> => {
      const token = await altinn.sender(CHECK);
      return (await altinn.correspondence('GET', `/correspondence/${id}/notification/check${rest}`, { token })).body;
    };
    expect(await check()).toEqual({ sendNotification: false });
    await altinn.reached(id, 'Published');
    expect(await check()).toEqual({ sendNotification: true });
    expect(await check('/main')).toEqual({ sendNotification: true });
    await altinn.simulator.simulators[0]?.open?.(id);
    expect(await check('/main')).toEqual({ sendNotification: false });
  });
});
