import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { loggedError } from './logged-error.js';
import { maskIdentifiers } from './mask-identifiers.js';

/**
 * JSON lines on standard output. Log objects are written by name and kept to ids, codes and numbers: a letter is
 * `letterId`, never its recipient. Of an error (`err`) only what logged-error.ts lets through is written. As a second
 * net every string that leaves is searched for eleven-digit identifiers.
 */
export type Logger = PinoLogger;

/** `level` as LOG_LEVEL; `destination` is standard output unless a test reads along. */
export function createLogger(app: string, level: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      base: { app },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => loggedError(error) },
      hooks: {
        streamWrite: (line) => maskIdentifiers(line),
      },
    },
    destination,
  );
}
