import type { Failure } from '#domain/failure.js';
import type { Logger } from '#platform/logger.js';

/**
 * Says once that a channel does not answer as it should, and once that it does again: a channel that is down for an hour
 * is one fact, however many letters and inboxes find it out. What repeats is in the log at debug level and in the
 * metrics in full.
 */
export class TroubleLog {
  /** By place: the code that was told last. */
  private readonly told = new Map<string, string>();

  constructor(private readonly logger: Logger) {}

  /** `place`: what has the trouble, such as a channel or one inbox of it; its fields stand in every line. */
  failed(place: Readonly<Record<string, string>>, { code, kind, text }: Failure, message: string): void {
    const line = { ...place, code, kind, reason: text };
    const key = keyOf(place);
    if (this.told.get(key) === code) this.logger.debug(line, message);
    else this.logger.warn(line, message);
    this.told.set(key, code);
  }

  answered(place: Readonly<Record<string, string>>): void {
    if (this.told.delete(keyOf(place))) this.logger.info(place, 'the channel answers again');
  }
}

function keyOf(place: Readonly<Record<string, string>>): string {
  return Object.values(place).join('/');
}
