/**
 * A channel that a letter may name (contract 4, `delivery.channels`): lower-case provider id, the folder's name in
 * libs/adapters and the key in config/channels.yaml. A string and no union, since a new folder adds one by itself.
 */
export type ChannelId = string;

/** Paper, the channel of last resort: never digital, never cancelled once accepted. */
export const PRINT_CHANNEL: ChannelId = 'print';

/** Altinn, where persons without a mailbox and organisations read their letters. */
export const ALTINN_CHANNEL: ChannelId = 'altinn';

export function isDigital(channel: ChannelId): boolean {
  return channel !== PRINT_CHANNEL;
}
