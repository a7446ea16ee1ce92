import { isOrganisationNumber, isPersonIdentifier, isUuid } from '#domain/identifiers.js';
import type { SimulationWorld } from '#channels/simulation/simulation-world.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { AltinnModelProblem, AltinnProblem } from './altinn-problems.js';

/** POST /correspondence after the model's attributes have been checked. */
export interface CorrespondenceRequest {
  readonly resourceId: string;
  readonly sendersReference: string;
  readonly messageSender: string;
  readonly title: string;
  readonly summary: string;
  readonly body: string;
  readonly language: string;
  readonly recipients: readonly string[];
  readonly existingAttachments: readonly string[];
  readonly idempotentKey?: string;
  readonly requestedPublishTime?: string;
  readonly ignoreReservation: boolean;
  readonly isConfirmationNeeded: boolean;
  readonly dueDateTime?: string;
  readonly notification?: JsonObject;
}

const ORGANISATION = /^(?:0192:|urn:altinn:organization:identifier-no:)(\d{9})$/;
const PERSON = /^(?:urn:altinn:person:identifier-no:)?(\d{11})$/;
const TAG = /<[a-z/!][^>]*>/i;

/** First step of 1.3: throws AltinnModelProblem with all attribute errors. */
export function readRequest(body: unknown): CorrespondenceRequest {
  const errors: Record<string, string[]> = {};
  const fail = (path: string, text: string): void => {
    errors[path] = [...(errors[path] ?? []), text];
  };
  const root = object(body);
  const letter = object(root['correspondence']);
  const content = object(letter['content']);
  const text = (value: unknown, path: string, min: number, max: number): string => {
    const given = typeof value === 'string' ? value : '';
    if (given.length < min) fail(path, `The ${path.split('.').at(-1) ?? path} field is required.`);
    if (given.length > max) fail(path, `The field must be a string with a maximum length of ${String(max)}.`);
    return given;
  };
  const recipients = strings(root['recipients']);
  if (recipients.length === 0) fail('Recipients', 'Recipients can not be empty');
  if (recipients.length > 500) fail('Recipients', 'Recipients can contain at most 500 recipients');
  for (const recipient of recipients) checkRecipient(recipient, fail);
  const key = root['idempotentKey'];
  if (key !== undefined && (typeof key !== 'string' || !isUuid(key))) fail('IdempotentKey', 'The value is not a GUID.');
  const request: CorrespondenceRequest = {
    resourceId: text(letter['resourceId'], 'Correspondence.ResourceId', 1, 255),
    sendersReference: text(letter['sendersReference'], 'Correspondence.SendersReference', 1, 4096),
    messageSender: text(letter['messageSender'], 'Correspondence.MessageSender', 0, 255),
    title: text(content['messageTitle'], 'Correspondence.Content.MessageTitle', 1, 255),
    summary: text(content['messageSummary'], 'Correspondence.Content.MessageSummary', 0, 255),
    body: text(content['messageBody'], 'Correspondence.Content.MessageBody', 1, 30_000),
    language: typeof content['language'] === 'string' ? content['language'] : 'nb',
    recipients,
    existingAttachments: strings(root['existingAttachments']),
    ignoreReservation: letter['ignoreReservation'] === true,
    isConfirmationNeeded: letter['isConfirmationNeeded'] === true,
    ...(typeof key === 'string' ? { idempotentKey: key.toLowerCase() } : {}),
    ...(typeof letter['requestedPublishTime'] === 'string'
      ? { requestedPublishTime: letter['requestedPublishTime'] }
      : {}),
    ...(typeof letter['dueDateTime'] === 'string' ? { dueDateTime: letter['dueDateTime'] } : {}),
    ...(isJsonObject(letter['notification']) ? { notification: letter['notification'] } : {}),
  };
  if (Object.keys(errors).length > 0) throw new AltinnModelProblem(errors);
  return request;
}

/** The rest of 1.3 in its order, from duplicates to the notification; throws AltinnProblem with the first. */
export function checkRequest(request: CorrespondenceRequest, world: SimulationWorld): void {
  if (new Set(request.recipients).size !== request.recipients.length)
    throw new AltinnProblem(1006, 'Recipients must be unique');
  for (const recipient of request.recipients) {
    if (!exists(recipient, world))
      throw new AltinnProblem(1029, 'Could not find partyId for the following recipients: [hidden]');
  }
  if (request.isConfirmationNeeded && request.dueDateTime === undefined) {
    throw new AltinnProblem(1016, 'DueDateTime is required when confirmation is needed');
  }
  const [only] = request.recipients;
  if (request.recipients.length === 1 && only !== undefined && isReserved(only, world) && !request.ignoreReservation) {
    throw new AltinnProblem(
      1030,
      "Recipient has reserved themselves from public correspondences. Can be overridden using the 'IgnoreReservation' flag.",
    );
  }
  if (!['nb', 'nn', 'en'].includes(request.language)) throw new AltinnProblem(1023, 'Invalid language chosen');
  if (TAG.test(request.title)) throw new AltinnProblem(1002, 'Message title must be plain text');
  if (TAG.test(request.body)) throw new AltinnProblem(1003, 'Message body must be markdown');
  if (TAG.test(request.messageSender)) throw new AltinnProblem(1039, 'Message sender must be plain text');
  if (request.existingAttachments.length > 100)
    throw new AltinnProblem(1038, 'A correspondence can contain at most 100 attachments');
  checkNotification(request.notification);
}

export function isReserved(recipient: string, world: SimulationWorld): boolean {
  const person = PERSON.exec(recipient)?.[1];
  return person !== undefined && world.persons.get(person)?.krr?.reserved === true;
}

/** The identifier inside a recipient string. */
export function partyOf(recipient: string): { readonly kind: 'person' | 'organisation'; readonly id: string } {
  const organisation = ORGANISATION.exec(recipient)?.[1];
  return organisation === undefined
    ? { kind: 'person', id: PERSON.exec(recipient)?.[1] ?? '' }
    : { kind: 'organisation', id: organisation };
}

/** As Altinn answers it. */
export function toUrn(recipient: string): string {
  const { kind, id } = partyOf(recipient);
  return kind === 'person' ? `urn:altinn:person:identifier-no:${id}` : `urn:altinn:organization:identifier-no:${id}`;
}

function exists(recipient: string, world: SimulationWorld): boolean {
  const { kind, id } = partyOf(recipient);
  return kind === 'person' ? world.persons.get(id) !== undefined : world.organisations.get(id) !== undefined;
}

function checkRecipient(recipient: string, fail: (path: string, text: string) => void): void {
  const organisation = ORGANISATION.exec(recipient)?.[1];
  const person = PERSON.exec(recipient)?.[1];
  if (organisation === undefined && person === undefined) fail('Recipients', 'Recipients should be of a valid format');
  if (organisation !== undefined && !isOrganisationNumber(organisation))
    fail('Recipients', 'The given Recipient organization number is not valid');
  if (person !== undefined && !isPersonIdentifier(person))
    fail('Recipients', 'The given Recipient national identity number is not valid');
}

const TEXTS_OF: Readonly<Record<string, { readonly code: number; readonly fields: readonly string[] }>> = {
  Email: { code: 3002, fields: ['emailSubject', 'emailBody'] },
  Sms: { code: 3004, fields: ['smsBody'] },
  EmailPreferred: { code: 3006, fields: ['emailSubject', 'emailBody', 'smsBody'] },
  SmsPreferred: { code: 3006, fields: ['emailSubject', 'emailBody', 'smsBody'] },
  EmailAndSms: { code: 3024, fields: ['emailSubject', 'emailBody', 'smsBody'] },
};

function checkNotification(notification: JsonObject | undefined): void {
  if (notification === undefined) return;
  const rule = TEXTS_OF[String(notification['notificationChannel'])];
  if (rule === undefined)
    throw new AltinnModelProblem({ 'Correspondence.Notification.NotificationChannel': ['The field is required.'] });
  if (notification['notificationTemplate'] === 'GenericAltinnMessage') return;
  for (const field of rule.fields) {
    if (typeof notification[field] !== 'string' || notification[field] === '')
      throw new AltinnProblem(rule.code, 'Notification texts are missing');
  }
  const reminder = rule.fields.map((field) => `reminder${field.charAt(0).toUpperCase()}${field.slice(1)}`);
  if (notification['sendReminder'] === true && reminder.some((field) => typeof notification[field] !== 'string')) {
    throw new AltinnProblem(rule.code + 1, 'Reminder texts are missing');
  }
}

function object(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
