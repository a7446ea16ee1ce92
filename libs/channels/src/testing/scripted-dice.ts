/** Dice for the fault switches that lets one chosen call be hit: set the switch to rate 0.5, then `hit(n)`. */
export class ScriptedDice {
  private skip = 0;
  private armed = false;
  private played = false;

  /** For FaultSwitches; a bound function. */
  readonly random = (): number => {
    if (!this.armed) return 0;
    if (this.skip > 0) {
      this.skip -= 1;
      return 0.9;
    }
    this.armed = false;
    this.played = true;
    return 0;
  };

  /** The call after `skip` others is hit. */
  hitAfter(skip: number): void {
    this.skip = skip;
    this.armed = true;
    this.played = false;
  }

  /** Back to hitting every call of a switch with any rate. */
  release(): void {
    this.armed = false;
  }

  /** False when there were not that many calls. */
  get wasPlayed(): boolean {
    return this.played;
  }
}
