import { createHash } from 'node:crypto';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import { maskIdentifiers } from '#platform/mask-identifiers.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { HISTORY_FIELDS } from './altinn-status.wire.js';

/**
 * What of `/details` is kept aside when it cannot be read. The whole answer holds the recipient's number, the title and
 * the addresses of the notices, and what is kept lies in the clear; so only the id and the fields of a status are kept,
 * with identifiers masked. That is what one needs to see how the shape has changed; the rest is asked of Altinn by id.
 */
const LONGEST_VALUE = 500;

/** An entry of `statusHistory`. */
export function quarantinedEntry(correspondenceId: string, entry: unknown): ProviderReceipt {
  return quarantined(correspondenceId, { entry: statusFieldsOf(entry) });
}

/** An answer whose `statusHistory` is no list. */
export function quarantinedDetails(correspondenceId: string, body: Buffer): ProviderReceipt {
  const parsed = parseJson(body);
  const history = isJsonObject(parsed) ? valueOf(parsed['statusHistory']) : undefined;
  return quarantined(correspondenceId, {
    details: statusFieldsOf(parsed),
    ...(history === undefined ? {} : { statusHistory: history }),
  });
}

function statusFieldsOf(value: unknown): string | Readonly<Record<string, string | undefined>> {
  if (!isJsonObject(value)) return valueOf(value) ?? '(undefined)';
  return Object.fromEntries([...HISTORY_FIELDS].map((field) => [field, valueOf(value[field])]));
}

function valueOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number') {
    return maskIdentifiers(String(value)).slice(0, LONGEST_VALUE);
  }
  return Array.isArray(value) ? '(array)' : `(${typeof value})`;
}

function quarantined(correspondenceId: string, kept: object): ProviderReceipt {
  const raw = Buffer.from(JSON.stringify({ correspondenceId, ...kept }));
  return {
    kind: 'quarantined',
    sourceId: `${correspondenceId}:unreadable:${createHash('sha256').update(raw).digest('hex').slice(0, 32)}`,
    raw,
    rawMediaType: 'application/json',
    reason: {
      code: 'ALTINN_STATUS_UNREADABLE',
      text: 'Altinn told a status in a shape that its documentation does not have.',
    },
  };
}
