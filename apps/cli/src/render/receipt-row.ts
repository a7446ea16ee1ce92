import { isJsonObject, type JsonObject } from '#platform/parse-json.js';

export const RECEIPT_HEADINGS = ['#', 'time', 'what', 'status', 'channel', 'why'];

/** One receipt or one entry of the timeline as the cells of a row; both say the same under the same names. */
export function receiptRow(entry: JsonObject): readonly string[] {
  const reason = isJsonObject(entry['reason']) ? entry['reason'] : {};
  const why = new Set([entry['rule'], reason['code'], reason['text']].map(text).filter((part) => part !== ''));
  return [
    text(entry['sequence']).replace(/^0+(?=\d)/, ''),
    text(entry['time']).replace('T', ' ').replace(/\.\d+/, ''),
    text(entry['type']),
    text(entry['status']),
    text(entry['channel']),
    [...why].join(' · '),
  ];
}

/** One receipt as a line, for receipts that come one by one. */
export function receiptLine(entry: JsonObject): string {
  const [sequence = '', time = '', what = '', status = '', channel = '', why = ''] = receiptRow(entry);
  return `${sequence.padStart(3)}  ${time}  ${what.padEnd(20)}  ${status.padEnd(10)}  ${channel.padEnd(9)}  ${why}`.trimEnd();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
