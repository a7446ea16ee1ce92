import { describe, expect, it } from '@jest/globals';
import { TransportError } from '#platform/transport-error.js';
import { ALTINN_ERRORS, toAltinnFailure, toAltinnTransportFailure } from './altinn.errors.js';

const now = new Date('2026-11-23T10:00:00Z');

function answer(
  status: number,
  body: unknown = {},
  headers: Record<string, string> = {},
): Parameters<typeof toAltinnFailure>[0] {
  return { status, headers, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
}

describe('what Altinn says of a deposit', () => {
  it.each([
    [422, 1030, 'unreachable', 'ALTINN_RESERVED'],
    [404, 1029, 'unreachable', 'ALTINN_RECIPIENT_UNKNOWN'],
    [422, 1044, 'unreachable', 'ALTINN_NO_ROLE'],
    [400, 1002, 'permanent', 'ALTINN_TITLE_NOT_PLAIN'],
    [400, 2013, 'permanent', 'ALTINN_FILE_TYPE'],
    [500, 1032, 'transient', 'ALTINN_KRR_DOWN'],
    [502, 2002, 'transient', 'ALTINN_UPLOAD_FAILED'],
    [400, 1036, 'defect', 'ALTINN_RESOURCE_UNKNOWN'],
    [451, 2014, 'defect', 'ALTINN_NO_AGREEMENT'],
    [400, 1035, 'permanent', 'ALTINN_REFUSED'],
  ])('%i with error %i is %s %s', (status, errorCode, kind, code) => {
    expect(toAltinnFailure(answer(status, { errorCode }), 'handsOver', now)).toMatchObject({ kind, code });
  });

  it.each([500, 502, 503, 504])(
    '%i without a code is ambiguous when the letter is handed over, else transient',
    (status) => {
      expect(toAltinnFailure(answer(status, '<html>'), 'handsOver', now).kind).toBe('ambiguous');
      expect(toAltinnFailure(answer(status, '<html>'), 'prepares', now).kind).toBe('transient');
    },
  );

  it.each([401, 403])('%i is a defect: letters wait while the access is mended', (status) => {
    expect(toAltinnFailure(answer(status), 'handsOver', now).kind).toBe('defect');
  });

  it('429 waits as long as Altinn says', () => {
    const failure = toAltinnFailure(answer(429, {}, { 'retry-after': '90' }), 'handsOver', now);
    expect(failure).toMatchObject({ kind: 'throttled', retryAt: new Date('2026-11-23T10:01:30Z') });
  });

  it('never quotes the body', () => {
    const failure = toAltinnFailure(
      answer(400, { errorCode: 9999, detail: 'Recipient 20914695016' }),
      'handsOver',
      now,
    );
    expect(JSON.stringify(failure)).not.toContain('20914695016');
  });

  it('a lost answer is ambiguous only when the letter is handed over', () => {
    const lost = new TransportError('maybe', 'ECONNRESET', 'POST https://altinn.example.no');
    const refused = new TransportError('no', 'ECONNREFUSED', 'POST https://altinn.example.no');
    expect(toAltinnTransportFailure(lost, 'handsOver').kind).toBe('ambiguous');
    expect(toAltinnTransportFailure(lost, 'prepares').kind).toBe('transient');
    expect(toAltinnTransportFailure(refused, 'handsOver').kind).toBe('transient');
  });

  it('passes on what is not about the transport', () => {
    expect(() => toAltinnTransportFailure(new TypeError('defect'), 'prepares')).toThrow(TypeError);
  });

  it('says in every rule what to do', () => {
    for (const rule of Object.values(ALTINN_ERRORS)) expect(rule.text).toMatch(/\.$/);
  });
});
