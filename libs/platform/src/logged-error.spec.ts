import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.js';

/** As TypeORM throws it: the driver's message, and on the error the statement with its parameters. */
class QueryFailedError extends Error {
  readonly query = 'INSERT INTO letters (sealed) VALUES ($1)';
  readonly parameters = ['Snill Fjellrev'];
  readonly driverError = Object.assign(new Error('driver'), { code: '23505', detail: 'Key (name)=(Snill Fjellrev)' });
}

function logged(error: unknown): { line: string; err: Record<string, unknown> } {
  const lines: string[] = [];
  const logger = createLogger('test', 'info', { write: (line) => lines.push(line) });
  logger.error({ code: 'FAILED', err: error }, 'failed');
  const line = lines.join('');
  return { line, err: (JSON.parse(line) as { err: Record<string, unknown> }).err };
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('an error in the log', () => {
  it('says what, why and where', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    const { err } = logged(new Error('The letter could not be opened.', { cause }));
    expect(err).toMatchObject({
      type: 'Error',
      message: 'The letter could not be opened.',
      cause: { message: 'connect ECONNREFUSED 127.0.0.1:5432', code: 'ECONNREFUSED' },
    });
    expect(err['stack']).toContain('logged-error.spec');
  });

  it.each<[string, () => unknown]>([
    ['a statement of TypeORM', () => new QueryFailedError('invalid input syntax for type uuid: "Snill Fjellrev"')],
    [
      'a refusal of PostgreSQL',
      () =>
        Object.assign(new Error('value "Snill Fjellrev" is too long'), { severity: 'ERROR', where: 'Snill Fjellrev' }),
    ],
    ['JSON that cannot be parsed', () => thrownBy(() => JSON.parse('Snill Fjellrev'))],
    ['a URL that is none', () => thrownBy(() => new URL('Snill Fjellrev'))],
    ['fields of its own', () => Object.assign(new Error('refused'), { letter: { name: 'Snill Fjellrev' } })],
    ['an error below', () => new Error('above', { cause: new QueryFailedError('Snill Fjellrev') })],
    ['no error at all', () => ({ name: 'Snill Fjellrev' })],
  ])('keeps the data to itself: %s', (_, make) => {
    const { line, err } = logged(make());
    expect(line).not.toMatch(/Snill|Fjellrev/);
    expect(err).toHaveProperty('type');
  });

  it('masks an identifier in a message and in its stack', () => {
    const { line, err } = logged(new Error('person 20914695016 not found'));
    expect(err['message']).toBe('person *********** not found');
    expect(line).not.toContain('20914695016');
  });
});
