import { Provider } from '#channels/provider.decorator.js';
import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import { DpiChannel } from '#dpi/channel/dpi-channel.js';
import type { DpiParts } from '#dpi/channel/dpi-parts.js';
import { MAILBOX_MESSAGE } from '#dpi/channel/mailbox-message.js';
import {
  MAILBOX_MEDIA_TYPES,
  MAX_PACKAGE_BYTES,
  MAX_PACKAGE_DOCUMENTS,
  MAX_PLAIN_BYTES,
  MAILBOX_RECEIPTS,
} from '#dpi/channel/dpi-profile.js';
import { EBOKS_FAULTS } from './eboks.errors.js';
import { eboksDocuments } from './eboks.mapper.js';

const ORGANISATION_NUMBER = '922020175';

const CAPABILITIES: ChannelCapabilities = {
  channel: 'eboks',
  recipients: ['person'],
  maxTotalBytes: MAX_PLAIN_BYTES,
  maxDocuments: MAX_PACKAGE_DOCUMENTS,
  mediaTypes: MAILBOX_MEDIA_TYPES,
  mailboxProviders: [ORGANISATION_NUMBER],
  reportsOpening: true,
};

/** e-Boks through DPI: the shared channel with e-Boks's data. */
@Provider({ id: 'eboks', displayName: 'e-Boks', role: 'channel', capabilities: CAPABILITIES })
export class EboksAdapter extends DpiChannel {
  constructor(parts: DpiParts, kanal: string) {
    super(
      {
        capabilities: CAPABILITIES,
        message: MAILBOX_MESSAGE,
        provider: ORGANISATION_NUMBER,
        kanal,
        maxPackageBytes: MAX_PACKAGE_BYTES,
        arrange: eboksDocuments,
        noticeEffect: 'replaces',
        faults: EBOKS_FAULTS,
        receipts: MAILBOX_RECEIPTS,
      },
      parts,
    );
  }
}
