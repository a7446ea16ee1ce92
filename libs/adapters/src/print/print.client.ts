import type { Clock } from '#domain/clock.js';
import { Corner2Client } from '#dpi/corner2/corner2.client.js';
import { dpiHttp } from '#dpi/corner2/dpi-http.js';
import type { PrintDpiSettings } from './print.config.js';
import type { SftpConfig } from './sftp/sftp.config.js';
import { SftpPool } from './sftp/sftp-pool.client.js';

/** The way to each vendor, by its name in `PRINT_VENDOR`; the vendor closes it. */
export const PRINT_CLIENTS = {
  sftp: (config: SftpConfig): SftpPool => new SftpPool(config),
  dpi: ({ dpi, kanal }: PrintDpiSettings, clock: Clock): Corner2Client =>
    new Corner2Client(dpiHttp('print', dpi), { baseUrl: dpi.baseUrl, kanal }, clock),
} as const;
