/** `now` is domain time (what is due); the lease runs by the database's clock. */
export interface ClaimRequest {
  /** Unique per process start. */
  readonly owner: string;
  readonly limit: number;
  readonly now: Date;
  readonly leaseMs: number;
}
