import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TokenVerifier } from '#maskinporten/token-verifier.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { rememberCaller } from './caller.js';
import { Problem } from './problem.js';

const SCOPE = 'meldingsformidler:send';
const BEARER = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i;

/** A Maskinporten token of a registered sender, or of a supplier that the sender has delegated to (contract 6). */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(
    @Inject(TokenVerifier) private readonly tokens: TokenVerifier,
    @Inject(SenderDirectory) private readonly senders: SenderDirectory,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined)
      throw new Problem(401, 'TOKEN_MISSING', 'Unauthorized', 'Send a Maskinporten token as Authorization: Bearer.');
    const verified = await this.tokens.verify(token, SCOPE);
    if (!verified.ok) {
      const { kind, code, text } = verified.error;
      if (kind !== 'permanent')
        throw new Problem(
          503,
          'TOKEN_NOT_CHECKED',
          'Temporarily unavailable',
          'The token could not be checked; send the request again.',
        );
      throw code === 'SCOPE_MISSING'
        ? new Problem(403, code, 'Forbidden', text)
        : new Problem(401, code, 'Unauthorized', text);
    }
    const { consumer, supplier } = verified.value;
    const refusal = this.senders.refusalWithoutUser(consumer, supplier);
    if (refusal !== undefined)
      throw new Problem(403, refusal, 'Forbidden', 'The organisation of the token may not send through this gateway.');
    rememberCaller(request, verified.value);
    return true;
  }
}
