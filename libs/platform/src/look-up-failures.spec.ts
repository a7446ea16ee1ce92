import { describe, expect, it } from '@jest/globals';
import type { HttpResponse } from './http.client.js';
import {
  codeUnknown,
  fieldMissing,
  readJson,
  statusFailure,
  transportFailure,
  type LookUpFailureTable,
} from './look-up-failures.js';
import { TransportError } from './transport-error.js';

const TABLE: LookUpFailureTable = {
  prefix: 'REG',
  provider: 'The register',
  statuses: {
    403: { kind: 'defect', code: 'NO_ACCESS', text: 'has not granted access' },
    500: { kind: 'defect', code: 'BROKEN', text: 'is broken' },
  },
  isInOwnWords: ({ body }) => body.toString().startsWith('{"kode":'),
};
const NOW = new Date('2026-11-22T09:00:00Z');

function response(body: string | Buffer, contentType?: string, status = 200): HttpResponse {
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  return { status, headers, body: Buffer.from(body) };
}

describe('readJson', () => {
  it.each([
    'application/json',
    'application/json;charset=UTF-8',
    'Application/JSON',
    'application/problem+json',
    'application/vnd.brreg.enhetsregisteret.enhet.v2+json;charset=UTF-8',
    undefined,
  ])('reads %s', (contentType) => {
    expect(readJson(TABLE, response('{"name":"Bø"}', contentType))).toEqual({ ok: true, value: { name: 'Bø' } });
  });

  it('passes over a byte order mark', () => {
    expect(readJson(TABLE, response('\uFEFF[1]', 'application/json'))).toEqual({ ok: true, value: [1] });
  });

  it.each<[what: string, answer: HttpResponse, kind: string, code: string, text: RegExp]>([
    ['no body', response('', 'application/json'), 'defect', 'REG_UNREADABLE_ANSWER', /without a body/],
    ['what is not JSON', response('{"a":', 'application/json'), 'defect', 'REG_UNREADABLE_ANSWER', /not JSON/],
    [
      'invalid UTF-8',
      response(Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'application/json'),
      'defect',
      'REG_UNREADABLE_ANSWER',
      /not UTF-8/,
    ],
    [
      'Latin-1',
      response(Buffer.from('{"name":"Bø"}', 'latin1'), 'application/json;charset=iso-8859-1'),
      'defect',
      'REG_UNREADABLE_ANSWER',
      /not UTF-8/,
    ],
    ['XML', response('<a/>', 'application/xml'), 'defect', 'REG_UNREADABLE_ANSWER', /application\/xml instead of JSON/],
    ['JSON said to be text', response('{}', 'text/plain'), 'defect', 'REG_UNREADABLE_ANSWER', /text\/plain/],
    [
      'a media type that is no name',
      response('{}', '<20914695016>'),
      'defect',
      'REG_UNREADABLE_ANSWER',
      /a media type/,
    ],
    ['a web page', response('<p>Vedlikehold', 'text/html; charset=utf-8'), 'transient', 'REG_UNAVAILABLE', /web page/],
    [
      'a web page that says it is JSON',
      response('<!DOCTYPE html>', 'application/json'),
      'transient',
      'REG_UNAVAILABLE',
      /web/,
    ],
  ])('names %s', (_what, answer, kind, code, text) => {
    const result = readJson(TABLE, answer);
    expect(result).toMatchObject({ ok: false, error: { kind, code } });
    expect(!result.ok && result.error.text).toMatch(text);
    expect(JSON.stringify(result)).not.toContain('20914695016');
  });

  it('names a compressed answer', () => {
    const answer = { ...response('x', 'application/json'), headers: { 'content-encoding': 'gzip' } };
    const result = readJson(TABLE, answer);
    expect(!result.ok && result.error.text).toContain('compressed');
  });
});

describe('failures of look-ups', () => {
  it('waits as long as a throttling register says', () => {
    const failure = statusFailure(TABLE, { ...response('', undefined, 429), headers: { 'retry-after': '7' } }, NOW);
    expect(failure).toMatchObject({
      kind: 'throttled',
      code: 'REG_THROTTLED',
      retryAt: new Date('2026-11-22T09:00:07Z'),
    });
  });

  it.each<[what: string, answer: HttpResponse, kind: string, code: string]>([
    ['the table decides', response('{}', 'application/json', 500), 'defect', 'REG_BROKEN'],
    ['a web page is in front of it', response('<html>', 'text/html', 500), 'transient', 'REG_UNAVAILABLE'],
    ['503', response('', undefined, 503), 'transient', 'REG_UNAVAILABLE'],
    ['408', response('', undefined, 408), 'transient', 'REG_TIMEOUT'],
    ['a status that nobody explains', response('{}', 'application/json', 418), 'defect', 'REG_REFUSED'],
  ])('%s', (_what, answer, kind, code) => {
    expect(statusFailure(TABLE, answer, NOW)).toMatchObject({ kind, code });
  });

  it.each([301, 302, 307, 308, 403, 404, 405, 407, 410, 421])(
    '%i of something in front of the register delays letters, and does not have them held',
    (status) => {
      for (const answer of [
        response('', undefined, status),
        response('{"message":"no Route matched with those values"}', 'application/json', status),
        response('default backend - 404', 'text/plain', status),
      ]) {
        const failure = statusFailure(TABLE, answer, NOW);
        expect(failure).toMatchObject({ kind: 'transient', code: 'REG_UNAVAILABLE' });
        expect(failure.text).toContain(`answered ${String(status)} not in its own words`);
      }
    },
  );

  it.each<[number, string]>([
    [403, 'REG_NO_ACCESS'],
    [404, 'REG_REFUSED'],
  ])('%i in the own words of the register is its refusal', (status, code) => {
    const refusal = response('{"kode":"FREG-001"}', 'application/json', status);
    expect(statusFailure(TABLE, refusal, NOW)).toMatchObject({ kind: 'defect', code });
  });

  it.each([400, 406, 422])('%i is what was asked, whoever says it', (status) => {
    expect(statusFailure(TABLE, response('', undefined, status), NOW)).toMatchObject({ kind: 'defect' });
  });

  it('tells no answer from one that is too large, and does not take defects of ours for either', () => {
    const open = new TransportError('no', 'CIRCUIT_OPEN', 'GET https://register.example');
    expect(transportFailure(TABLE, open)).toMatchObject({ kind: 'transient', code: 'REG_NO_ANSWER' });
    expect(transportFailure(TABLE, open).text).toContain('CIRCUIT_OPEN');
    const large = new TransportError('maybe', 'UND_ERR_RES_EXCEEDED_MAX_SIZE', 'GET https://register.example');
    expect(transportFailure(TABLE, large)).toMatchObject({ kind: 'defect', code: 'REG_ANSWER_TOO_LARGE' });
    expect(() => transportFailure(TABLE, new TypeError('oops'))).toThrow('oops');
  });

  it('names the field that decides and is not there, or says what nobody knows', () => {
    expect(fieldMissing(TABLE, 'personer[].status')).toMatchObject({ kind: 'defect', code: 'REG_FIELD_MISSING' });
    expect(fieldMissing(TABLE, 'personer[].status').text).toContain('left out personer[].status');
    expect(codeUnknown(TABLE, 'personer[].status')).toMatchObject({ kind: 'defect', code: 'REG_CODE_UNKNOWN' });
  });
});
