import { BadRequestException, HttpException, NotFoundException, type ArgumentsHost } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '#platform/logger.js';
import { ProblemFilter } from './problem.filter.js';

interface Sent {
  status?: number;
  body?: unknown;
}

describe('an error at the door of the receipts app', () => {
  function answerTo(error: unknown): { sent: Sent; log: string } {
    let log = '';
    const logger = createLogger('test', 'info', { write: (line) => void (log += line) });
    const sent: Sent = {};
    const reply = {
      status: (status: number) => {
        sent.status = status;
        return reply;
      },
      header: () => reply,
      send: (body: unknown) => {
        sent.body = typeof body === 'string' ? JSON.parse(body) : body;
      },
    };
    const host = { switchToHttp: () => ({ getResponse: () => reply }) } as unknown as ArgumentsHost;
    new ProblemFilter(logger).catch(error, host);
    return { sent, log };
  }

  it('that nobody foresaw is in the log, and says nothing to the caller', () => {
    const { sent, log } = answerTo(new Error('password=hunter2'));
    expect(sent).toEqual({ status: 500, body: { type: 'about:blank', title: 'Internal Server Error', status: 500 } });
    expect(log).toContain('"code":"CALLBACK_FAILED"');
    expect(log).toContain('problem.filter.spec');
  });

  it.each([
    [new BadRequestException({ code: 'X', detail: 'Why.' }), 400, { title: 'Bad Request', code: 'X', detail: 'Why.' }],
    [new NotFoundException('No such channel.'), 404, { title: 'Not Found', detail: 'No such channel.' }],
    [Object.assign(new Error('too large'), { statusCode: 413 }), 413, { title: 'Payload Too Large' }],
  ])('that is an answer is a problem document, and not in the log (%s)', (error, status, body) => {
    const { sent, log } = answerTo(error);
    expect(sent).toEqual({ status, body: { type: 'about:blank', ...body, status } });
    expect(log).toBe('');
  });

  it('leaves the answer of the readiness check as it is', () => {
    const body = { status: 'not ready', problems: { database: 'away' } };
    expect(answerTo(new HttpException(body, 503)).sent).toEqual({ status: 503, body });
  });
});
