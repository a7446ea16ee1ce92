import { describe, expect, it } from '@jest/globals';
import { TransportError } from '#platform/transport-error.js';
import { ALTINN_ERRORS } from './altinn-error.table.js';
import { toAltinnFailure, toAltinnTransportFailure } from './altinn.errors.js';

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
    [500, 2000, 'transient', 'ALTINN_REGISTRY_DOWN'],
    [502, 2002, 'ambiguous', 'ALTINN_ANSWER_LOST'],
    [500, 3026, 'ambiguous', 'ALTINN_ANSWER_LOST'],
    [500, 3028, 'ambiguous', 'ALTINN_ANSWER_LOST'],
    [500, 6002, 'ambiguous', 'ALTINN_ANSWER_LOST'],
    [400, 1036, 'defect', 'ALTINN_RESOURCE_UNKNOWN'],
    [451, 2014, 'defect', 'ALTINN_NO_AGREEMENT'],
    [400, 1035, 'permanent', 'ALTINN_REFUSED'],
    [400, 1039, 'defect', 'ALTINN_SENDER_NAME'],
    [400, 1018, 'transient', 'ALTINN_ATTACHMENT_PENDING'],
    [400, 1055, 'transient', 'ALTINN_ATTACHMENT_LOST'],
    [400, 1061, 'defect', 'ALTINN_CONFIDENTIAL_RESOURCE'],
    [400, 2008, 'transient', 'ALTINN_CHECKSUM'],
    [408, 2022, 'transient', 'ALTINN_UPLOAD_TOO_SLOW'],
    [404, 3001, 'permanent', 'ALTINN_NOTICE_REFUSED'],
    [401, 4001, 'defect', 'ALTINN_NO_ACCESS'],
    [400, 4010, 'defect', 'ALTINN_RESOURCE_TYPE'],
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

  it('reads the problem body as Altinn writes it', () => {
    const problem = {
      type: 'https://tools.ietf.org/html/rfc9110#section-15.5.21',
      title: 'Unprocessable Entity',
      status: 422,
      detail: 'Recipient 20914695016 has reserved themselves from public correspondences.',
      code: 'CORR-01030',
      statusDescription: 'Unprocessable Entity',
      traceId: '00-0af7651916cd43dd8448eb211c80319c-00',
      errorCode: 1030,
    };
    const failure = toAltinnFailure(answer(422, problem), 'handsOver', now);
    expect(failure).toMatchObject({ kind: 'unreachable', code: 'ALTINN_RESERVED' });
    expect(failure.text).toContain('error 1030');
    expect(JSON.stringify(failure)).not.toContain('20914695016');
  });

  const validation = (errors: object): unknown => ({ title: 'Bad Request', status: 400, code: 'STD-00000', errors });

  it('names the fields that the model refuses, never their values', () => {
    const errors = {
      'Correspondence.Notification.SmsBody': ['"Hei Kari" is too long'],
      'Correspondence.Content.MessageBody': ['20914695016'],
      'Kari Nordmann, 20914695016': ['x'],
    };
    const failure = toAltinnFailure(answer(400, validation(errors)), 'handsOver', now);
    expect(failure).toMatchObject({ kind: 'permanent', code: 'ALTINN_FIELDS_REFUSED', blame: 'gateway' });
    expect(failure.text).toContain('Correspondence.Notification.SmsBody, Correspondence.Content.MessageBody)');
    expect(JSON.stringify(failure)).not.toMatch(/Kari|20914695016/);
  });

  it.each([
    ['Recipients', 'unreachable', 'ALTINN_RECIPIENT_REFUSED'],
    ['$.recipients[0]', 'unreachable', 'ALTINN_RECIPIENT_REFUSED'],
    ['Correspondence.Content.MessageTitle', 'permanent', 'ALTINN_TITLE_REFUSED'],
  ])('a refused %s is %s', (field, kind, code) => {
    const failure = toAltinnFailure(answer(400, validation({ [field]: ['no'] })), 'handsOver', now);
    expect(failure).toMatchObject({ kind, code });
  });

  it.each([
    [500, 3026, 'ALTINN_NOTICE_DOWN'],
    [502, 2002, 'ALTINN_UPLOAD_FAILED'],
  ])('%i with error %i is transient while nothing is handed over', (status, errorCode, code) => {
    expect(toAltinnFailure(answer(status, { errorCode }), 'prepares', now)).toMatchObject({ kind: 'transient', code });
  });

  it.each<[string, number, string | Buffer]>([
    ['a string in JSON', 400, '"Recipient must be set"'],
    ['plain text', 400, 'Bad request'],
    ['nothing', 400, ''],
    ['bytes that are not UTF-8', 400, Buffer.from([0xff, 0xc3, 0x28])],
    ['the JSON of an API gateway', 400, '{"statusCode":400,"message":"x"}'],
    ['a code that is new', 400, '{"errorCode":1070,"status":400}'],
    ['a code that is new', 404, '{"errorCode":1070,"status":404}'],
    ['a code that is no number', 400, '{"errorCode":"1002"}'],
    ['fields without a name', 400, '{"errors":{"":["x"],"Kari Nordmann":["y"]}}'],
    ['errors that are no fields', 422, '{"errors":{"Recipients":["x"]}}'],
    ['nothing', 413, ''],
    ['nothing', 418, ''],
  ])('%s with %i is not explained: the letter waits', (_what, status, body) => {
    for (const step of ['prepares', 'handsOver'] as const) {
      const failure = toAltinnFailure({ status, headers: {}, body: Buffer.from(body) }, step, now);
      expect(failure).toMatchObject({ kind: 'defect', code: 'ALTINN_UNEXPLAINED' });
    }
  });

  it.each([
    ['without a code', {}],
    ['with one that is new', { errorCode: 1070 }],
  ])('409 %s may be the key that is used: ambiguous when the letter is handed over', (_what, body) => {
    expect(toAltinnFailure(answer(409, body), 'handsOver', now)).toMatchObject({
      kind: 'ambiguous',
      code: 'ALTINN_ANSWER_LOST',
    });
    expect(toAltinnFailure(answer(409, body), 'prepares', now).kind).toBe('defect');
  });

  it.each([301, 302, 303, 307, 308, 407, 421, 425, 431])('%i did not reach Altinn: it is repeated', (status) => {
    for (const step of ['prepares', 'handsOver'] as const) {
      expect(toAltinnFailure(answer(status), step, now)).toMatchObject({
        kind: 'transient',
        code: 'ALTINN_NOT_LET_THROUGH',
      });
    }
  });

  it('no status without a word of Altinn ends a letter or leads it to another channel', () => {
    const bodies = [{}, 'Bad request', { message: 'x' }, { errorCode: 9_999 }, ''];
    for (let status = 300; status < 600; status += 1) {
      for (const body of bodies) {
        const kinds = (['prepares', 'handsOver'] as const).map((step) =>
          toAltinnFailure(answer(status, body), step, now),
        );
        for (const { kind } of kinds) expect(['permanent', 'unreachable']).not.toContain(kind);
      }
    }
  });

  it.each([400, 403, 404, 422])('%i in HTML is not Altinn speaking: nothing is confirmed', (status) => {
    const page = answer(status, '<!DOCTYPE html><h1>blocked</h1>', { 'content-type': 'text/html' });
    expect(toAltinnFailure(page, 'prepares', now).kind).toBe('transient');
    expect(toAltinnFailure(page, 'handsOver', now).kind).toBe('ambiguous');
  });

  it.each([404, 405, 406, 410])('%i without a code is a wrong address: letters wait', (status) => {
    expect(toAltinnFailure(answer(status), 'handsOver', now)).toMatchObject({
      kind: 'defect',
      code: 'ALTINN_WRONG_ADDRESS',
    });
  });

  it('knows what each documented code means', () => {
    const ranges = [
      [1001, 1009],
      [1013, 1069],
      [2000, 2023],
      [3001, 3007],
      [4001, 4007],
    ] as const;
    const documented = ranges.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );
    // Not in Altinn's list: numbers that were never given, or were removed.
    const gaps = new Set([1056, 1057, 1058, 1059]);
    const more = [3011, 3012, 3015, 3017, 3018, 3019, 3020, 3021, 3022, 3024, 3025, 3026, 3028, 4009, 4010, 6001, 6002];
    const unknown = [...documented, ...more].filter((code) => !gaps.has(code) && ALTINN_ERRORS[code] === undefined);
    expect(unknown).toEqual([]);
  });

  it('only a confirmed word about the recipient leads to another channel', () => {
    const leadsOn = Object.entries(ALTINN_ERRORS).filter(([, rule]) => rule.kind === 'unreachable');
    expect(leadsOn.map(([code]) => Number(code))).toEqual([1029, 1030, 1044]);
  });

  it('says in every rule what to do', () => {
    for (const rule of Object.values(ALTINN_ERRORS)) expect(rule.text).toMatch(/\.$/);
  });
});
