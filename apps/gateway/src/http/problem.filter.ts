import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DatabaseError } from '#persistence/database-error.js';
import type { Logger } from '#platform/logger.js';
import { LOGGER } from '#platform/tokens.js';
import { Problem } from './problem.js';

const RETRY_AFTER_SECONDS = '5';

/** Every error as problem details. What we did not foresee says nothing of itself to the caller, and all to the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter<unknown> {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const body = this.bodyOf(error);
    if (body.status === 503 && !reply.hasHeader('retry-after')) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    void reply
      .status(body.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(body.content));
  }

  private bodyOf(error: unknown): { status: number; content: unknown } {
    // The operations endpoints answer in their own form.
    if (error instanceof HttpException && error.getStatus() === 503)
      return { status: 503, content: error.getResponse() };
    const problem = toProblem(error);
    if (problem.status === 503) this.logger.warn({ code: problem.code }, 'HTTP call put off');
    else if (problem.status >= 500) this.logger.error({ code: problem.code, err: error }, 'HTTP call failed');
    return { status: problem.status, content: problem.toBody() };
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseError) {
    return new Problem(
      503,
      'TEMPORARILY_UNAVAILABLE',
      'Temporarily unavailable',
      'Nothing was accepted. Send the same request again in a moment.',
    );
  }
  const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
  switch (status) {
    case 404:
      return new Problem(404, 'NOT_FOUND', 'Not found', 'There is no such resource.');
    case 413:
      return new Problem(
        413,
        'TOO_LARGE',
        'Too large',
        'Upload big documents with POST /v1/documents and refer to them.',
      );
    case 415:
      return new Problem(
        415,
        'WRONG_CONTENT_TYPE',
        'Wrong content type',
        'Letters are application/json, documents application/octet-stream.',
      );
    default:
      return status >= 400 && status < 500
        ? new Problem(status, 'BAD_REQUEST', 'Bad request', 'The request could not be read.')
        : new Problem(
            500,
            'INTERNAL_ERROR',
            'Internal error',
            'The gateway failed; its operators can see why. Sending the same letter again is harmless.',
          );
  }
}

function statusCodeOf(error: unknown): number {
  if (typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number')
    return error.statusCode;
  return 500;
}
