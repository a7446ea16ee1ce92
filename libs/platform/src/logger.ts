import { pino, type Logger as PinoLogger } from 'pino';

/**
 * JSON lines on standard output. Log objects are written by name and kept to ids, codes and numbers: a letter is
 * `letterId`, never its recipient. As a second net every string that leaves is searched for eleven-digit identifiers,
 * because an error message of a library may carry one.
 */
export type Logger = PinoLogger;

const PERSON_IDENTIFIER = /\b\d{6}\s?\d{5}\b/g;

export function createLogger(app: string, level: string): Logger {
  return pino({
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: {
      streamWrite: (line) => maskIdentifiers(line),
    },
  });
}

/** Replaces anything that looks like a fødselsnummer; also used on texts that leave in receipts and problems. */
export function maskIdentifiers(text: string): string {
  return text.replace(PERSON_IDENTIFIER, '***********');
}
