import type { ChannelId } from './channel-id.js';
import type { Recipient } from './recipient.js';

/** What a channel can carry; declared by its provider folder, read by routing, proved by the conformance suite. */
export interface ChannelCapabilities {
  readonly channel: ChannelId;
  readonly recipients: readonly Recipient['kind'][];
  /** Plain bytes of all documents together. */
  readonly maxTotalBytes: number;
  /** Main document and attachments together. */
  readonly maxDocuments: number;
  /** Media types, lower case, without parameters. */
  readonly mediaTypes: readonly string[];
  /** Organisation numbers of the mailbox providers behind this channel; empty for channels that are not mailboxes. */
  readonly mailboxProviders: readonly string[];
  /** The channel tells when the recipient has opened the letter, so that a read deadline can be kept. */
  readonly reportsOpening: boolean;
}
