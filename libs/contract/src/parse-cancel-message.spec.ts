import { describe, expect, it } from '@jest/globals';
import { parseCancelMessage } from './parse-cancel-message.js';

describe('parseCancelMessage', () => {
  it('reads the letter id', () => {
    const body = Buffer.from('{"letterId":"0B9AD9A7-56B1-4B0C-9D1C-2F5D9F3A7C11"}');
    expect(parseCancelMessage(body)).toEqual({ ok: true, value: { letterId: '0b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11' } });
  });

  it.each([
    ['nonsense', 'x', 'MALFORMED_JSON'],
    ['no id', '{}', 'NO_LETTER_ID'],
    ['another field', '{"letterId":"0b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11","why":1}', 'NO_LETTER_ID'],
  ])('says what is wrong with %s', (_, body, code) => {
    expect(parseCancelMessage(Buffer.from(body))).toMatchObject({ ok: false, error: { code } });
  });
});
