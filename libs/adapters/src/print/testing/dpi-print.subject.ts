import type { DpiSubject } from '#dpi/testing/dpi-conformance.js';
import { printTargets } from '#dpi/testing/dpi-targets.js';
import { DpiPrintVendor } from '../dpi/dpi-print.vendor.js';
import { PrintAdapter } from '../print.adapter.js';
import { PRINT_CLIENTS } from '../print.client.js';
import { loadPrintSettings, type PrintDpiSettings } from '../print.config.js';

/** The channel with `PRINT_VENDOR=dpi`. */
export const DPI_PRINT_SUBJECT: DpiSubject<PrintDpiSettings> = {
  party: 'print',
  adapter: PrintAdapter,
  loadConfig: (environment) => {
    const settings = loadPrintSettings({ ...environment, PRINT_VENDOR: 'dpi' });
    if (settings.vendor !== 'dpi') throw new Error('PRINT_VENDOR=dpi chooses DPI.');
    return settings.dpi;
  },
  targets: printTargets,
  create: (settings, clock, toParts) =>
    new PrintAdapter(new DpiPrintVendor(toParts(PRINT_CLIENTS.dpi(settings, clock)), settings)),
};
