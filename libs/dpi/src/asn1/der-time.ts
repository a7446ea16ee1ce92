import { BerError, type BerElement } from './ber.reader.js';
import { der } from './der.writer.js';

const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const FORMAT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/** Time as RFC 5280, 4.1.2.5 has it: UTCTime until 2049, GeneralizedTime from 2050, both in UTC and to the second. */
export function readTime({ tag, content }: Pick<BerElement, 'tag' | 'content'>): Date {
  const text = content.toString('latin1');
  const parts = FORMAT.exec(tag === UTC_TIME ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text);
  if (parts === null || (tag !== UTC_TIME && tag !== GENERALIZED_TIME)) throw new BerError('a time that is none');
  const [, year, month, day, hour, minute, second] = parts;
  const time = new Date(
    `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}Z`,
  );
  if (Number.isNaN(time.getTime())) throw new BerError('a time that is none');
  return time;
}

export function derTime(time: Date): Buffer {
  const digits = `${time.toISOString().slice(0, 19).replace(/\D/g, '')}Z`;
  return time.getUTCFullYear() < 2050
    ? der(UTC_TIME, Buffer.from(digits.slice(2), 'latin1'))
    : der(GENERALIZED_TIME, Buffer.from(digits, 'latin1'));
}
