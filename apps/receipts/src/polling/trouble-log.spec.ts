import { describe, expect, it } from '@jest/globals';
import { transient } from '#domain/failure.js';
import { createLogger } from '#platform/logger.js';
import { TroubleLog } from './trouble-log.js';

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly code?: string;
  readonly channel: string;
}

describe('TroubleLog', () => {
  const lines: Line[] = [];
  const logger = createLogger('test', 'info', { write: (line) => void lines.push(JSON.parse(line) as Line) });

  it('warns once for each place and code, and tells when the place answers again', () => {
    const log = new TroubleLog(logger);
    const fail = (channel: string, code: string): void => {
      log.failed({ channel }, transient(code, 'It is down.'), 'no answer');
    };
    for (let letter = 0; letter < 50; letter += 1) fail('altinn', 'ALTINN_UNREACHABLE');
    fail('digipost', 'DPI_UNREACHABLE');
    fail('altinn', 'ALTINN_THROTTLED');
    log.answered({ channel: 'altinn' });
    log.answered({ channel: 'altinn' });
    fail('altinn', 'ALTINN_UNREACHABLE');
    expect(lines.map(({ level, channel, code = '' }) => `${level} ${channel} ${code}`)).toEqual([
      'warn altinn ALTINN_UNREACHABLE',
      'warn digipost DPI_UNREACHABLE',
      'warn altinn ALTINN_THROTTLED',
      'info altinn ',
      'warn altinn ALTINN_UNREACHABLE',
    ]);
  });
});
