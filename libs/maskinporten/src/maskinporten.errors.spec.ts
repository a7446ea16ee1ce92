import { describe, expect, it } from '@jest/globals';
import type { HttpResponse } from '#platform/http.client.js';
import { toMaskinportenFailure } from './maskinporten.errors.js';

const NOON = new Date('2026-11-22T12:00:00Z');
const ASKED = { at: NOON, answeredAt: new Date(NOON.getTime() + 500) };

function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const bytes = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(bytes) };
}

function refusal(mpCode: string, error = 'invalid_grant', status = 400): HttpResponse {
  return answer(status, { error, error_description: `Invalid assertion. Something. (${mpCode})`, error_uri: 'x' });
}

describe('the refusals of Maskinporten', () => {
  it.each<[string, string, number, string, string]>([
    ['MP-011', 'invalid_request', 400, 'defect', 'INVALID_REQUEST'],
    ['MP-012', 'invalid_request', 400, 'transient', 'GRANT_REUSED'],
    ['MP-100', 'invalid_grant', 400, 'defect', 'CLIENT_UNKNOWN'],
    ['MP-110', 'invalid_grant', 400, 'defect', 'WRONG_AUDIENCE'],
    ['MP-120', 'invalid_grant', 400, 'defect', 'CERTIFICATE_REFUSED'],
    ['MP-121', 'invalid_grant', 400, 'defect', 'KEY_EXPIRED'],
    ['MP-122', 'invalid_grant', 400, 'defect', 'CERTIFICATE_OF_ANOTHER'],
    ['MP-123', 'invalid_grant', 400, 'defect', 'X5C_MALFORMED'],
    ['MP-124', 'invalid_grant', 400, 'defect', 'SIGNATURE_REFUSED'],
    ['MP-130', 'invalid_grant', 400, 'transient', 'GRANT_EXPIRED'],
    ['MP-200', 'invalid_scope', 400, 'defect', 'SCOPE_UNKNOWN'],
    ['MP-201', 'invalid_scope', 400, 'defect', 'SCOPE_NOT_GRANTED'],
    ['MP-250', 'invalid_grant', 403, 'defect', 'CONSUMER_LACKS_SCOPE'],
    ['MP-251', 'invalid_grant', 403, 'defect', 'NOT_DELEGATED'],
    ['MP-301', 'invalid_authorization_details', 400, 'defect', 'AUTHORIZATION_DETAILS'],
    ['MP-302', 'invalid_authorization_details', 400, 'defect', 'AUTHORIZATION_DETAILS'],
    ['MP-303', 'invalid_altinn_customer_configuration', 400, 'defect', 'AUTHORIZATION_DETAILS'],
  ])('%s (%s)', (mpCode, error, status, kind, code) => {
    const failure = toMaskinportenFailure(refusal(mpCode, error, status), ASKED);
    expect(failure).toMatchObject({ kind, code: `MASKINPORTEN_${code}` });
    expect(failure.text).toContain(mpCode);
  });

  it.each<[string, HttpResponse, string, string]>([
    ['a new code', refusal('MP-199'), 'MASKINPORTEN_GRANT_REFUSED', 'MP-199'],
    ['a new code for scopes', refusal('MP-2999', 'invalid_scope'), 'MASKINPORTEN_SCOPE_UNKNOWN', 'MP-2999'],
    ['a new code and a new error', refusal('MP-999', 'new_error', 403), 'MASKINPORTEN_REFUSED', 'MP-999'],
    ['no code', answer(400, { error: 'invalid_target' }), 'MASKINPORTEN_RESOURCE_REFUSED', 'resource'],
    ['the name of an object’s own', answer(400, { error: 'constructor' }), 'MASKINPORTEN_REFUSED', '400'],
    ['nothing that can be read', answer(400, { error: 1, error_description: [] }), 'MASKINPORTEN_REFUSED', '400'],
    ['a list', answer(400, []), 'MASKINPORTEN_REFUSED', '400'],
    ['no body', answer(401, ''), 'MASKINPORTEN_REFUSED', '401'],
  ])('is a defect that names what it can for %s', (_what, response, code, text) => {
    const failure = toMaskinportenFailure(response, ASKED);
    expect(failure).toMatchObject({ kind: 'defect', code });
    expect(failure.text).toContain(text);
  });

  it('repeats nothing of the description but the code', () => {
    const response = answer(400, { error: 'invalid_grant', error_description: 'pid 17912099997 (MP-777)' });
    const failure = toMaskinportenFailure(response, ASKED);
    expect(failure.text).toContain('MP-777');
    expect(failure.text).not.toContain('17912099997');
  });

  it.each<[string, HttpResponse]>([
    ['a web page of a proxy', answer(400, '<html>', { 'content-type': 'text/html' })],
    ['a web page that says JSON', answer(403, '<!DOCTYPE html>')],
    ['a fault', answer(500, { error: 'server_error' })],
    ['a fault that is told as a refusal', answer(400, { error: 'server_error' })],
    ['maintenance', answer(503, '')],
    ['a proxy without a route', answer(404, { message: 'no Route matched with those values' })],
    ['a proxy that lets nobody through', answer(403, '')],
  ])('is transient for %s', (_what, response) => {
    expect(toMaskinportenFailure(response, ASKED)).toMatchObject({
      kind: 'transient',
      code: 'MASKINPORTEN_UNAVAILABLE',
    });
  });

  it('waits as long as it is told', () => {
    const response = answer(429, { error: 'x' }, { 'retry-after': '7' });
    expect(toMaskinportenFailure(response, ASKED)).toMatchObject({
      kind: 'throttled',
      retryAt: new Date(ASKED.answeredAt.getTime() + 7_000),
    });
  });
});

describe('a grant that is refused for its time', () => {
  it.each<[string, number, RegExp]>([
    ['behind', 90, /our clock is 90 s behind/],
    ['ahead', -3_600, /our clock is 3600 s ahead of/],
  ])('says when our clock is %s', (_what, seconds, text) => {
    const date = new Date(NOON.getTime() + seconds * 1_000).toUTCString();
    for (const body of [
      { error: 'invalid_grant', error_description: 'JWT is expired (MP-130)' },
      { error: 'invalid_grant', error_description: 'Invalid assertion. Invalid JWT claim iat' },
    ]) {
      const failure = toMaskinportenFailure(answer(400, body, { date }), { at: NOON, answeredAt: NOON });
      expect(failure).toMatchObject({ kind: 'defect', code: 'MASKINPORTEN_CLOCK_OFF' });
      expect(failure.text).toMatch(text);
    }
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['clocks that agree', { date: NOON.toUTCString() }],
    ['a call that was slow by itself', { date: new Date(NOON.getTime() + 12_000).toUTCString() }],
    ['no date', {}],
    ['a date that is none', { date: 'yesterday' }],
  ])('is made anew with %s', (_what, headers) => {
    const asked = { at: NOON, answeredAt: new Date(NOON.getTime() + 13_000) };
    expect(
      toMaskinportenFailure(answer(400, { error: 'invalid_grant', error_description: '(MP-130)' }, headers), asked),
    ).toMatchObject({ kind: 'transient', code: 'MASKINPORTEN_GRANT_EXPIRED' });
  });
});
