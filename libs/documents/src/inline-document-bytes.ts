/** Documents of a letter that together are at most this big lie in its row, the others in the document store. */
export const INLINE_DOCUMENT_BYTES = 256 * 1024;
