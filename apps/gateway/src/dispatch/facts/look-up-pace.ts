/** With so many recipients in a second letters come in a stream, and not one by one. */
const STREAM = 100;
const GATHER_MS = 1_000;

/**
 * When the registers may be asked again. A letter that comes alone is asked about at once. In a stream of letters each
 * claim would be a call of its own, thousands for a day's letters; then the next call waits until a second has passed
 * since the last, and what came meanwhile goes with it. Real time, milliseconds.
 */
export class LookUpPace {
  private calls: readonly { readonly at: number; readonly recipients: number }[] = [];
  private nextAt = 0;

  /** How long to wait before the next call. */
  waitMs(now: number): number {
    return Math.max(0, this.nextAt - now);
  }

  asked(recipients: number, now: number): void {
    this.calls = [...this.calls.filter(({ at }) => now - at < GATHER_MS), { at: now, recipients }];
    const lately = this.calls.reduce((sum, call) => sum + call.recipients, 0);
    this.nextAt = lately < STREAM ? now : now + GATHER_MS;
  }
}
