import { DpiChannel } from '#dpi/channel/dpi-channel.js';
import type { DpiParts } from '#dpi/channel/dpi-parts.js';
import { MAX_PACKAGE_BYTES, MAX_PACKAGE_DOCUMENTS, MAX_PLAIN_BYTES, PRINT_RECEIPTS } from '#dpi/channel/dpi-profile.js';
import { PRINT_MESSAGE } from '#dpi/channel/print-message.js';
import type { PrintVendor } from '../print-vendor.js';
import { PRINT_CAPABILITIES } from '../print.capabilities.js';
import type { PrintDpiSettings } from '../print.config.js';
import { DPI_PRINT_FAULTS } from './dpi-print.errors.js';

/** The national print service through DPI: `utskrift` by the access point, with the print service's data. */
export class DpiPrintVendor extends DpiChannel implements PrintVendor {
  constructor(
    parts: DpiParts,
    { kanal, providerOrganisation }: Pick<PrintDpiSettings, 'kanal' | 'providerOrganisation'>,
  ) {
    super(
      {
        // Less than the channel declares: DPI's 50 MB hold for paper too.
        capabilities: { ...PRINT_CAPABILITIES, maxTotalBytes: MAX_PLAIN_BYTES, maxDocuments: MAX_PACKAGE_DOCUMENTS },
        message: PRINT_MESSAGE,
        provider: providerOrganisation,
        kanal,
        maxPackageBytes: MAX_PACKAGE_BYTES,
        arrange: (documents) => documents,
        faults: DPI_PRINT_FAULTS,
        receipts: PRINT_RECEIPTS,
      },
      parts,
    );
  }
}
