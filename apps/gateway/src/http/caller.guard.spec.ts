import type { ExecutionContext } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { permanent, transient, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { TokenHolder, TokenVerifier } from '#maskinporten/token-verifier.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { CallerGuard } from './caller.guard.js';
import { Problem } from './problem.js';

const SENDER = {
  organisationNumber: '313000001',
  name: 'Etat',
  profile: 'state',
  amqpUsers: [],
  suppliers: ['313003000'],
} as const;
const SENDERS = new SenderDirectory([SENDER], []);

interface Outcome {
  readonly problem?: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** What the verifier was asked to check. */
  readonly asked: readonly (readonly [token: string, scope: string])[];
}

/** One call through the guard, with a verifier that answers `verified`. */
async function call(
  authorization: string | undefined,
  verified: Result<TokenHolder, Failure> = ok({ consumer: '313000001' }),
): Promise<Outcome> {
  const headers: Record<string, string> = {};
  const asked: (readonly [string, string])[] = [];
  const verifier: Pick<TokenVerifier, 'verify'> = {
    verify: (token, scope) => {
      asked.push([token, scope]);
      return Promise.resolve(verified);
    },
  };
  const http = {
    getRequest: () => ({ headers: authorization === undefined ? {} : { authorization } }),
    getResponse: () => ({
      header: (name: string, value: string) => {
        headers[name] = value;
      },
    }),
  };
  const context = { switchToHttp: () => http } as unknown as ExecutionContext;
  try {
    expect(await new CallerGuard(verifier as TokenVerifier, SENDERS).canActivate(context)).toBe(true);
    return { headers, asked };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { problem, headers, asked };
  }
}

describe('CallerGuard', () => {
  it.each(['Bearer a.b.c', 'bearer a.b.c', 'BEARER   a.b.c'])('lets a sender in with %s', async (authorization) => {
    expect(await call(authorization)).toEqual({ headers: {}, asked: [['a.b.c', 'meldingsformidler:send']] });
  });

  it('lets in a supplier that the sender has delegated to, and no other', async () => {
    const delegated = await call('Bearer a', ok({ consumer: '313000001', supplier: '313003000' }));
    expect(delegated.problem).toBeUndefined();
    const other = await call('Bearer a', ok({ consumer: '313000001', supplier: '310000003' }));
    expect(other.problem).toMatchObject({ status: 403, code: 'SUPPLIER_NOT_DELEGATED' });
    const unknown = await call('Bearer a', ok({ consumer: '313001008' }));
    expect(unknown.problem).toMatchObject({ status: 403, code: 'SENDER_NOT_REGISTERED' });
  });

  it.each([undefined, '', 'Basic YTpi', 'Bearerabc', 'a.b.c'])(
    'asks for a token, without calling it a mistake: %s',
    async (authorization) => {
      const { problem, headers, asked } = await call(authorization);
      expect(problem).toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
      expect(headers).toEqual({ 'www-authenticate': 'Bearer realm="meldingsformidler"' });
      expect(asked).toEqual([]);
    },
  );

  it.each(['TOKEN_INVALID', 'TOKEN_EXPIRED'])('answers %s as RFC 6750 says', async (code) => {
    const { problem, headers } = await call('Bearer a', err(permanent(code, 'The access token is bad', 'sender')));
    expect(problem).toMatchObject({ status: 401, code });
    expect(headers['www-authenticate']).toBe(
      'Bearer realm="meldingsformidler", error="invalid_token", error_description="The access token is bad"',
    );
  });

  it('names the scope that is missing', async () => {
    const failure = permanent('SCOPE_MISSING', 'The access token lacks the scope meldingsformidler:send', 'sender');
    const { problem, headers } = await call('Bearer a', err(failure));
    expect(problem).toMatchObject({ status: 403, code: 'SCOPE_MISSING' });
    expect(headers['www-authenticate']).toContain('error="insufficient_scope"');
    expect(headers['www-authenticate']).toContain('scope="meldingsformidler:send"');
  });

  it('writes nothing into the header that could end it', async () => {
    const { headers } = await call('Bearer a', err(permanent('TOKEN_INVALID', 'a "b"\r\nx: ø\\', 'sender')));
    expect(headers['www-authenticate']).toContain('error_description="a ?b???x: ??"');
  });

  it('asks to come back when the keys cannot be had', async () => {
    const { problem, headers } = await call('Bearer a', err(transient('MASKINPORTEN_NO_ANSWER', 'no answer')));
    expect(problem).toMatchObject({ status: 503, code: 'TOKEN_NOT_CHECKED' });
    expect(headers).toEqual({ 'retry-after': '5' });
  });
});
