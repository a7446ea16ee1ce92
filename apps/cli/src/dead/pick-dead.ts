import type { DeadLetterBrowser } from '#messaging/dead-letter.browser.js';
import type { DeadMessage } from '#messaging/dead-message.js';
import { CommandError } from '../command-error.js';

/**
 * The messages that were asked for, each by its id or its position in the list, in the order they were asked for. Goes
 * through the whole queue, since an id may be there twice. Throws CommandError when one is unknown or not unique, so
 * that a command does all or nothing.
 */
export async function pickDead(
  browser: Pick<DeadLetterBrowser, 'messages'>,
  wanted: readonly string[],
): Promise<readonly DeadMessage[]> {
  const found: DeadMessage[] = [];
  for await (const message of browser.messages()) {
    if (wanted.includes(message.id ?? '') || wanted.includes(String(message.position))) found.push(message);
  }
  return [...new Set(wanted.map((id) => pickOne(found, id)))];
}

function pickOne(found: readonly DeadMessage[], id: string): DeadMessage {
  const byId = found.filter((message) => message.id === id);
  const [one, ...more] = byId.length > 0 ? byId : found.filter((message) => String(message.position) === id);
  if (one === undefined) throw new CommandError(`There is no message ${id} in the dead queue.`);
  if (more.length > 0) {
    const positions = byId.map(({ position }) => position).join(', ');
    throw new CommandError(`${byId.length} messages have the id ${id}; use their positions: ${positions}.`);
  }
  return one;
}
