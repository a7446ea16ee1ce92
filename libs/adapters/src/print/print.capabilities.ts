import type { ChannelCapabilities } from '#domain/channel-capabilities.js';

/** Paper: whoever has a postal address. The limits are ours (a parcel of more than 99 sheets is agreed with the vendor). */
export const PRINT_CAPABILITIES: ChannelCapabilities = {
  channel: 'print',
  recipients: ['person', 'organisation', 'address'],
  maxTotalBytes: 200 * 1024 * 1024,
  maxDocuments: 101,
  mediaTypes: ['application/pdf'],
  mailboxProviders: [],
  reportsOpening: false,
};
