import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from '#platform/logger.js';
import { LOGGER } from '#platform/tokens.js';

/** Every error of the sandbox's own pages is a problem document; the simulated services keep their own error bodies. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const status = statusOf(error);
    if (status >= 500) this.logger.error({ code: 'SANDBOX_REQUEST_FAILED', status, err: error }, 'request failed');
    const title = STATUS_CODES[status] ?? 'Error';
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(status)
      .header('content-type', 'application/problem+json')
      .send(JSON.stringify({ type: 'about:blank', title, ...membersOf(error), status }));
  }
}

/** Fastify's own errors (a body that is not JSON) carry a statusCode. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number') {
    return error.statusCode;
  }
  return 500;
}

function membersOf(error: unknown): object {
  if (!(error instanceof HttpException)) {
    return {
      detail: statusOf(error) < 500 ? 'The request could not be read; send JSON.' : 'See the log of the sandbox.',
    };
  }
  const response = error.getResponse();
  if (typeof response === 'string') return { detail: response };
  return 'detail' in response || 'problems' in response
    ? response
    : { detail: 'There is no such page in the sandbox.' };
}
