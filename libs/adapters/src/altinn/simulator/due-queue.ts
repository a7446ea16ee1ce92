/** Something to be done when its time has come; times are milliseconds since the epoch, by the domain clock. */
export interface DueItem {
  readonly at: number;
}

/** A binary heap by time: asking what is due costs nothing while nothing is, however many letters wait. */
export class DueQueue<Item extends DueItem> {
  private readonly heap: Item[] = [];

  get size(): number {
    return this.heap.length;
  }

  add(item: Item): void {
    let index = this.heap.push(item) - 1;
    for (;;) {
      const parent = (index - 1) >> 1;
      if (index === 0 || this.at(parent) <= item.at) break;
      this.swap(index, parent);
      index = parent;
    }
  }

  /** Takes the earliest when it is due at `now`. */
  take(now: number): Item | undefined {
    const [first] = this.heap;
    if (first === undefined || first.at > now) return undefined;
    const last = this.heap.pop();
    if (last !== undefined && last !== first) {
      this.heap[0] = last;
      this.sink();
    }
    return first;
  }

  private sink(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const smaller = this.at(left + 1) < this.at(left) ? left + 1 : left;
      if (this.at(smaller) >= this.at(index)) return;
      this.swap(index, smaller);
      index = smaller;
    }
  }

  private at(index: number): number {
    return this.heap[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  private swap(one: number, other: number): void {
    const [left, right] = [this.heap[one], this.heap[other]];
    if (left === undefined || right === undefined) return;
    this.heap[one] = right;
    this.heap[other] = left;
  }
}
