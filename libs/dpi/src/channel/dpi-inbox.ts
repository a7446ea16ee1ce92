import type { ReceiptInbox } from '#channels/channel.port.js';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import { transient, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { InboxItem } from '../corner2/inbox-item.js';
import { InboxQueue } from '../corner2/inbox-queue.js';
import { DpiReceiptReader } from './dpi-inbox.reader.js';
import type { DpiParts } from './dpi-parts.js';
import { DPI_SCOPE } from './dpi-parts.js';
import type { DpiProfile } from './dpi-profile.js';

/**
 * Receipts at the access point. Fetched with the signer's own token, without delegation: the queue belongs to whoever
 * signed the letters (DPI reference 1.4). Each channel has a kanal of its own, so none sees another's receipts.
 */
export class DpiInbox implements ReceiptInbox {
  readonly scope = 'per-signer';
  private readonly queues = new Map<string, InboxQueue>();
  /** Key in the queue of what was fetched, for as long as anybody holds it. */
  private readonly keys = new WeakMap<ProviderReceipt, string>();
  private readonly reader: DpiReceiptReader;

  constructor(
    profile: DpiProfile,
    private readonly parts: DpiParts,
  ) {
    this.reader = new DpiReceiptReader(profile, parts);
  }

  async fetch(
    { signer, limit }: { readonly signer: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<Result<readonly ProviderReceipt[], Failure>> {
    const token = await this.token(signer, signal);
    if (!token.ok) return token;
    const items = await this.queue(signer).next(limit, (page) => this.parts.client.incoming(page, token.value, signal));
    if (!items.ok) return err(this.forgetting(token.value, items.error));
    try {
      return await this.readAll(items.value, signer, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      return err(transient('RECEIPTS_NOT_CHECKED', NOT_CHECKED, error));
    }
  }

  /**
   * A message that came without a usable downloadurl is marked by its own id when its signature holds. One that nobody
   * vouches for is not: its id could be that of a true receipt, which would then never be read.
   */
  async confirm(
    { signer, receipt }: { readonly signer: string; readonly receipt: ProviderReceipt },
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    const key = this.keys.get(receipt);
    if (key !== undefined) this.queue(signer).handle(key);
    const id = receipt.handle ?? (receipt.kind === 'receipt' ? receipt.sourceId : undefined);
    if (id === undefined) return ok(undefined);
    const token = await this.token(signer, signal);
    if (!token.ok) return err(token.error);
    const marked = await this.parts.client.markRead(id, token.value, signal);
    return marked.ok ? marked : err(this.forgetting(token.value, marked.error));
  }

  /** What cannot be judged now is left unread, and does not stand in the way of what can. */
  private async readAll(
    items: readonly InboxItem[],
    signer: string,
    signal: AbortSignal,
  ): Promise<Result<readonly ProviderReceipt[], Failure>> {
    const receipts: ProviderReceipt[] = [];
    for (const item of items) {
      const receipt = await this.reader.read(item, signer, signal);
      if (receipt === undefined) {
        this.queue(signer).handle(item.key);
      } else {
        this.keys.set(receipt, item.key);
        receipts.push(receipt);
      }
    }
    return receipts.length === 0 && items.length > 0
      ? err(transient('RECEIPTS_NOT_CHECKED', NOT_CHECKED))
      : ok(receipts);
  }

  private queue(signer: string): InboxQueue {
    const queue = this.queues.get(signer) ?? new InboxQueue();
    this.queues.set(signer, queue);
    return queue;
  }

  private token(signer: string, signal: AbortSignal): Promise<Result<string, Failure>> {
    return this.parts.tokens.token({ scope: DPI_SCOPE, signer }, signal);
  }

  private forgetting(token: string, failure: Failure): Failure {
    if (failure.code === 'DPI_TOKEN_REFUSED') this.parts.tokens.forget(token);
    return failure;
  }
}

const NOT_CHECKED =
  'Receipts lie at the access point whose certificate could not be checked; they stay there. Make the revocation lists reachable.';
