import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import type { Letter } from '#domain/letter.js';

export type ContentMisfit = 'CONTENT_TOO_LARGE' | 'TOO_MANY_DOCUMENTS' | 'CONTENT_TYPE_NOT_ALLOWED';

/** Why a channel cannot carry this letter's documents, by the channel's own capabilities; undefined when it can. */
export function contentMisfit(letter: Letter, channel: ChannelCapabilities): ContentMisfit | undefined {
  const bytes = letter.documents.reduce((sum, document) => sum + document.size, 0);
  if (bytes > channel.maxTotalBytes) return 'CONTENT_TOO_LARGE';
  if (letter.documents.length > channel.maxDocuments) return 'TOO_MANY_DOCUMENTS';
  const allowed = letter.documents.every((document) => channel.mediaTypes.includes(document.mediaType.toLowerCase()));
  return allowed ? undefined : 'CONTENT_TYPE_NOT_ALLOWED';
}
