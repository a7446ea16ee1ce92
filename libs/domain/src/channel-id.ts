/**
 * The channels a letter may name (contract 4, `delivery.channels`). A provider folder declares one of them; new
 * mailbox providers add theirs by registering, so this is a string with a fixed set of well-known values.
 */
export const WELL_KNOWN_CHANNELS = ['digipost', 'eboks', 'altinn', 'print'] as const;

/** Lower-case provider id: the folder's name in libs/adapters and the key in config/channels.yaml. */
export type ChannelId = string;

/** Paper, the channel of last resort: never digital, never cancelled once accepted. */
export const PRINT_CHANNEL: ChannelId = 'print';

/** Altinn, where persons without a mailbox and organisations read their letters. */
export const ALTINN_CHANNEL: ChannelId = 'altinn';

export function isDigital(channel: ChannelId): boolean {
  return channel !== PRINT_CHANNEL;
}
