/** Held while its connection lives. */
export interface RelayLeadership {
  /** Called once, at once when it is lost already. Never called for a release of our own. */
  onLost(callback: () => void): void;
  readonly isHeld: boolean;
  release(): Promise<void>;
}
