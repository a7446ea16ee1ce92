/**
 * When a letter that Altinn says it does not have (404/1001) counts as gone. The same answer means that it has been
 * purged and that it is not visible yet (registers reference 1.7.4), so one of them settles nothing: a letter is gone
 * when this process has seen it published, and then got the answer twice without another between. What was seen is a
 * help that a restart forgets; such a letter goes on being asked about, as seldom as any other that nobody reads.
 */
const MOST_LETTERS = 10_000;

export class SeenLetters {
  /** How often each published letter has been denied since it was last shown. */
  private readonly denials = new Map<string, number>();

  constructor(private readonly most = MOST_LETTERS) {}

  published(reference: string): void {
    this.denials.delete(reference);
    const [oldest] = this.denials.keys();
    if (oldest !== undefined && this.denials.size >= this.most) this.denials.delete(oldest);
    this.denials.set(reference, 0);
  }

  /** Altinn does not have it; gives whether it is gone for good. */
  denied(reference: string): boolean {
    const before = this.denials.get(reference);
    if (before === undefined) return false;
    this.denials.set(reference, before + 1);
    return before > 0;
  }
}
