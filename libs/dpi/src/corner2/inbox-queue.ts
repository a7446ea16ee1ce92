import type { Failure } from '#domain/failure.js';
import { defect } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { InboxItem } from './inbox-item.js';

export interface PageRequest {
  readonly size: number;
  /** Left out for the first page, as every known client does. */
  readonly page?: number;
}

export type InboxPage =
  | { readonly kind: 'items'; readonly items: readonly InboxItem[] }
  /** A list that cannot be read as a whole: too long, or broken JSON somewhere in it. */
  | { readonly kind: 'unreadable' };

export type PageReader = (request: PageRequest) => Promise<Result<InboxPage, Failure>>;

/** The most that the reference access point gives at once (DPI reference 1.4). */
const MOST_ITEMS = 1000;
const MOST_PAGES = 25;
/** Sizes tried when a page cannot be read: what breaks it is then alone on one. */
const SMALLER = [10, 1];
/** A list of one that cannot be read is passed by, but a whole service that answers rubbish is not asked for ever. */
const MOST_UNREADABLE = 5;

/**
 * The unread messages of one queue, in such a way that none can stand in another's way: unreadable receipts that stop
 * everything behind them are what users of the peers complain about most (DPI reference 7, item 3).
 *
 * The list has no cursor: what is not marked as read comes first again. An item that was handled and is listed all the
 * same (it has no id to mark it by, or the marking is refused) must therefore not use up the page. So pages are asked
 * for with room for those, and when all that was listed is handled, the next page is looked at. Whether `page` counts
 * from 0 or 1 is not specified: pages go on from 1, and one that only repeats the first costs a call and nothing more.
 * What remains handled and listed is given again when there is nothing else, so that its marking is tried again.
 */
export class InboxQueue {
  /** Keys of items that were handled and were still listed when last looked. */
  private handled: ReadonlySet<string> = new Set();

  /** The item is safe with us; whether the access point could be told so shows in the next list. */
  handle(key: string): void {
    this.handled = new Set([...this.handled, key]);
  }

  /** At most `limit`, oldest first. */
  async next(limit: number, read: PageReader): Promise<Result<readonly InboxItem[], Failure>> {
    const size = Math.min(MOST_ITEMS, limit + this.handled.size);
    for (const smaller of [size, ...SMALLER.filter((one) => one < size)]) {
      const found = await this.walk(smaller, read);
      if (!found.ok) return found;
      if (found.value !== 'unreadable') return ok(found.value.slice(0, limit));
    }
    return err(UNREADABLE);
  }

  private async walk(size: number, read: PageReader): Promise<Result<readonly InboxItem[] | 'unreadable', Failure>> {
    const seen = new Map<string, InboxItem>();
    let unreadable = 0;
    for (let page = 0; page <= MOST_PAGES; page += 1) {
      const answer = await read({ size, ...(page === 0 ? {} : { page }) });
      if (!answer.ok) return answer;
      if (answer.value.kind === 'unreadable') {
        unreadable += 1;
        if (size > 1 || unreadable > MOST_UNREADABLE) return ok('unreadable');
        continue;
      }
      const { items } = answer.value;
      const more = items.filter(({ key }) => !seen.has(key));
      for (const item of more) seen.set(item.key, item);
      const fresh = more.filter(({ key }) => !this.handled.has(key));
      if (fresh.length > 0) return ok(this.settle(seen, fresh));
      // The second call may repeat the first; after that, nothing new means that there is nothing more.
      if (items.length === 0 || (more.length === 0 && page > 1)) break;
    }
    if (seen.size === 0 && unreadable > 0) return ok('unreadable');
    return ok(this.settle(seen, [...seen.values()]));
  }

  /** What is not listed any more need not be remembered. */
  private settle(seen: ReadonlyMap<string, InboxItem>, found: readonly InboxItem[]): readonly InboxItem[] {
    this.handled = new Set([...this.handled].filter((key) => seen.has(key)));
    return found;
  }
}

const UNREADABLE = defect(
  'DPI_INBOX_UNREADABLE',
  'The access point listed receipts in a form that cannot be read, also one at a time. They stay there; report it to the access point.',
);
