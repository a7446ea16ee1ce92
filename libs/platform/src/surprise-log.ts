import type { Logger } from './logger.js';
import type { NoteSurprise, Surprise } from './surprises.js';

/** Names told and remembered of one provider; an endless variety of them would be noise, and a leak of memory. */
const MOST_NAMES = 200;

/**
 * Tells each surprise of a provider once in the life of the app: a new field comes with every person of every answer,
 * and a log that repeats it a million times is one that nobody reads.
 */
export function surpriseLog(provider: string, logger: Pick<Logger, 'warn'>): NoteSurprise {
  const told = new Set<string>();
  return (surprise: Surprise) => {
    const name = surprise.kind === 'field' ? surprise.path : `${surprise.path}=${surprise.value}`;
    if (told.has(name) || told.size >= MOST_NAMES) return;
    told.add(name);
    const what = surprise.kind === 'field' ? 'a field' : 'a value';
    logger.warn(
      { code: 'PROVIDER_SURPRISE', provider, name },
      `${what} that the documentation of the provider does not have; it is passed over, look whether it matters`,
    );
  };
}
