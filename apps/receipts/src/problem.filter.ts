import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from '#platform/logger.js';
import { LOGGER } from '#platform/tokens.js';

const INTERNAL_ERROR = 500;
const SERVICE_UNAVAILABLE = 503;

/**
 * Every error of the app's door as problem details (RFC 9457). What nobody foresaw tells the caller, who may be anybody,
 * nothing of itself, and the log everything; a channel whose call failed so calls again.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter<unknown> {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const status = statusOf(error);
    const isAnswer = error instanceof HttpException;
    if (status >= INTERNAL_ERROR && !isAnswer)
      this.logger.error({ code: 'CALLBACK_FAILED', err: error }, 'HTTP call failed');
    const reply = host.switchToHttp().getResponse<FastifyReply>().status(status);
    // The operations endpoints answer in their own form.
    if (isAnswer && status === SERVICE_UNAVAILABLE) void reply.send(error.getResponse());
    else void reply.header('content-type', 'application/problem+json').send(JSON.stringify(problemOf(error, status)));
  }
}

/** Fastify's own errors (a body that is too large) carry a statusCode. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const code = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof code === 'number' && code >= 400 && code < INTERNAL_ERROR ? code : INTERNAL_ERROR;
}

function problemOf(error: unknown, status: number): object {
  const given = error instanceof HttpException ? error.getResponse() : {};
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    ...(typeof given === 'string' ? { detail: given } : membersOf(given)),
    status,
  };
}

/** Nest's own have `message`; ours `code` and `detail`. */
function membersOf(given: object): object {
  if ('detail' in given) return given;
  return 'message' in given && typeof given.message === 'string' ? { detail: given.message } : {};
}
