import type { SimulationWorld } from '#channels/simulation/simulation-world.js';
import { partyOf } from './altinn-parties.js';
import type { CorrespondenceRecord, NoticeRecord } from './altinn-records.js';
import type { NotificationChannel, NotificationRecipient } from './altinn-requests.js';

/** One e-mail or SMS: by what, where to, and what becomes of it. */
export type NoticeRoute = Omit<NoticeRecord, 'lastUpdate'>;

interface Contact {
  readonly email?: string;
  readonly mobile?: string;
}

/** The recipient of the letter and the sender's own, or the latter alone. */
export function recipientsOf(record: CorrespondenceRecord): readonly NotificationRecipient[] {
  const { customRecipients = [], overrideRegisteredContactInformation } = record.letter.notification ?? {};
  if (overrideRegisteredContactInformation === true) return customRecipients;
  const party = partyOf(record.recipient);
  const registered =
    party?.kind === 'organisation'
      ? { organizationNumber: party.id }
      : party?.kind === 'email'
        ? { emailAddress: party.id }
        : { nationalIdentityNumber: party?.id ?? '' };
  return [registered, ...customRecipients];
}

/** By the channel that was ordered and the contact points that there are; without any it fails, and says so. */
export function routesOf(
  recipient: NotificationRecipient,
  channel: NotificationChannel,
  record: CorrespondenceRecord,
  world: SimulationWorld,
): readonly NoticeRoute[] {
  const contact = contactOf(recipient, world);
  const media = mediaOf(channel, contact);
  const person = world.persons.get(recipient.nationalIdentityNumber ?? '');
  const isReserved = person?.krr?.reserved === true && record.letter.ignoreReservation !== true;
  return media.map((medium) => {
    const address = medium === 'email' ? contact.email : contact.mobile;
    const reached = address === undefined ? 'Failed_RecipientNotIdentified' : 'Delivered';
    return {
      medium,
      ...(address === undefined ? {} : { address }),
      status: isReserved ? 'Failed_RecipientReserved' : reached,
    };
  });
}

function mediaOf(channel: NotificationChannel, contact: Contact): readonly NoticeRoute['medium'][] {
  switch (channel) {
    case 'Email':
      return ['email'];
    case 'Sms':
      return ['sms'];
    case 'EmailPreferred':
      return contact.email === undefined && contact.mobile !== undefined ? ['sms'] : ['email'];
    case 'SmsPreferred':
      return contact.mobile === undefined && contact.email !== undefined ? ['email'] : ['sms'];
    case 'EmailAndSms':
      return ['email', 'sms'];
  }
}

/** Of a person what KRR has; of an organisation an address that nobody has, since the world has none. */
function contactOf(recipient: NotificationRecipient, world: SimulationWorld): Contact {
  const { emailAddress, mobileNumber, organizationNumber, nationalIdentityNumber } = recipient;
  if (organizationNumber !== undefined) return { email: `post@${organizationNumber}.example`, mobile: '+4700000000' };
  if (nationalIdentityNumber === undefined) {
    return {
      ...(emailAddress === undefined ? {} : { email: emailAddress }),
      ...(mobileNumber === undefined ? {} : { mobile: mobileNumber }),
    };
  }
  const krr = world.persons.get(nationalIdentityNumber)?.krr;
  if (krr?.status !== 'AKTIV') return {};
  return {
    ...(krr.email === undefined ? {} : { email: krr.email.value }),
    ...(krr.mobile === undefined ? {} : { mobile: krr.mobile.value }),
  };
}
