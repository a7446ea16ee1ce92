/** A request body that remembers why it broke off: the HTTP client only says that there was no answer. */
export class WatchedBody implements AsyncIterable<Uint8Array> {
  private failure: { readonly reason: unknown } | undefined;

  constructor(private readonly pieces: AsyncIterable<Uint8Array>) {}

  /** What the body threw; undefined while and when it did not. */
  get failed(): { readonly reason: unknown } | undefined {
    return this.failure;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      yield* this.pieces;
    } catch (reason) {
      this.failure = { reason };
      throw reason;
    }
  }
}
