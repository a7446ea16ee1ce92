import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Failure } from '#domain/failure.js';
import { TokenVerifier } from '#maskinporten/token-verifier.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { bearerChallenge } from './caller-challenge.js';
import { rememberCaller } from './caller.js';
import { Problem } from './problem.js';

const SCOPE = 'meldingsformidler:send';
const SCHEME = /^Bearer(?: +|$)/i;
const RETRY_AFTER_SECONDS = '5';

/**
 * A Maskinporten token of a registered sender, or of a supplier that the sender has delegated to (contract 6). What is
 * refused for its token says so in `WWW-Authenticate` too, where OAuth clients look (RFC 6750 3).
 */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(
    @Inject(TokenVerifier) private readonly tokens: TokenVerifier,
    @Inject(SenderDirectory) private readonly senders: SenderDirectory,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const authorization = request.headers.authorization ?? '';
    if (!SCHEME.test(authorization)) {
      void reply.header('www-authenticate', bearerChallenge({}));
      throw new Problem(401, 'TOKEN_MISSING', 'Unauthorized', 'Send a Maskinporten token as Authorization: Bearer.');
    }
    const verified = await this.tokens.verify(authorization.replace(SCHEME, ''), SCOPE);
    if (!verified.ok) throw refusal(verified.error, reply);
    const { consumer, supplier } = verified.value;
    const notSender = this.senders.refusalWithoutUser(consumer, supplier);
    if (notSender !== undefined)
      throw new Problem(
        403,
        notSender,
        'Forbidden',
        'The organisation of the token may not send through this gateway.',
      );
    rememberCaller(request, verified.value);
    return true;
  }
}

function refusal({ kind, code, text }: Failure, reply: FastifyReply): Problem {
  if (kind !== 'permanent') {
    void reply.header('retry-after', RETRY_AFTER_SECONDS);
    return new Problem(
      503,
      'TOKEN_NOT_CHECKED',
      'Temporarily unavailable',
      'The token could not be checked; send the request again.',
    );
  }
  if (code === 'SCOPE_MISSING') {
    const challenge = bearerChallenge({ error: 'insufficient_scope', description: text, scope: SCOPE });
    void reply.header('www-authenticate', challenge);
    return new Problem(403, code, 'Forbidden', text);
  }
  void reply.header('www-authenticate', bearerChallenge({ error: 'invalid_token', description: text }));
  return new Problem(401, code, 'Unauthorized', text);
}
