import { Injectable } from '@nestjs/common';

/** Tells the dispatch loop that there may be work: a new letter, a freed slot, a moved clock. Wakes are not counted. */
@Injectable()
export class DispatchWake {
  private woken = false;
  private sleeper: (() => void) | undefined;

  wake(): void {
    this.woken = true;
    this.sleeper?.();
  }

  /** Until woken, at most `milliseconds`; at once when it was woken since the last sleep. */
  async sleep(milliseconds: number): Promise<void> {
    if (!this.woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.sleeper = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.sleeper = undefined;
    this.woken = false;
  }
}
