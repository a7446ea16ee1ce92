/** A data key in the clear: 32 bytes for AES-256-GCM. Lives in memory only; never logged. */
export interface ContentKey {
  readonly bytes: Buffer;
}
