import { Corner2Client } from '#dpi/corner2/corner2.client.js';
import { dpiHttp } from '#dpi/corner2/dpi-http.js';
import type { DpiChannelSettings } from '#dpi/channel/dpi.config.js';
import type { Clock } from '#domain/clock.js';

/** The access point, for letters to Digipost and the receipts under its kanal. */
export class DigipostClient extends Corner2Client {
  constructor({ dpi, kanal }: DpiChannelSettings, clock: Clock) {
    super(dpiHttp('digipost', dpi), { baseUrl: dpi.baseUrl, kanal }, clock);
  }
}
