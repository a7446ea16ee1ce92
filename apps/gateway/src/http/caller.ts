import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { TokenHolder } from '#maskinporten/token-verifier.js';
import { Problem } from './problem.js';

const CALLERS = new WeakMap<FastifyRequest, TokenHolder>();

export function rememberCaller(request: FastifyRequest, caller: TokenHolder): void {
  CALLERS.set(request, caller);
}

/** Who calls, by the token that CallerGuard has checked. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): TokenHolder => {
  const caller = CALLERS.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined)
    throw new Problem(401, 'TOKEN_MISSING', 'Unauthorized', 'Send a Maskinporten token as Authorization: Bearer.');
  return caller;
});
