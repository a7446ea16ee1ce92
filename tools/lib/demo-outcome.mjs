/**
 * Follows one letter by its receipts (contract 5) and says whether it is where it should end. Receipts come at least
 * once and in any order: the same `id` counts once, and the status is that of the highest sequence.
 */
const ENDS = new Set(['rejected', 'returned', 'failed', 'expired', 'cancelled']);

export class LetterOutcome {
  constructor(letter) {
    this.letter = letter;
    this.receipts = new Map();
    this.publishedAt = performance.now();
  }

  /** Returns true for one that was not there before. */
  add(receipt) {
    if (this.receipts.has(receipt.id)) return false;
    this.receipts.set(receipt.id, receipt);
    if (this.endedAt === undefined && this.verdict() !== 'waiting') this.endedAt = performance.now();
    return true;
  }

  /** `reached`, `missed` (it ended elsewhere) or `waiting`. */
  verdict() {
    const { expected } = this.letter;
    if (this.hasBeen(expected.status)) return this.mismatches().length === 0 ? 'reached' : 'missed';
    return ENDS.has(this.status) ? 'missed' : 'waiting';
  }

  /** In words, empty when everything is as expected. */
  mismatches() {
    const { expected } = this.letter;
    const differences = [];
    if (!this.hasBeen(expected.status))
      differences.push(`status is ${this.status ?? 'unknown'}, expected ${expected.status}`);
    for (const name of ['channel', 'rule']) {
      if (expected[name] !== undefined && this[name] !== expected[name]) {
        differences.push(`${name} is ${this[name] ?? 'none'}, expected ${expected[name]}`);
      }
    }
    const missing = lacking(expected.errors ?? [], this.errorCodes);
    if (missing.length > 0) differences.push(`errors lack ${missing.join(', ')}`);
    return differences;
  }

  get inOrder() {
    return [...this.receipts.values()].sort((a, b) => String(a.sequence ?? '').localeCompare(String(b.sequence ?? '')));
  }

  get status() {
    return this.inOrder.at(-1)?.data.status;
  }

  get rule() {
    return this.last('rule');
  }

  get channel() {
    return this.last('channel');
  }

  get reason() {
    return this.last('reason')?.text;
  }

  get errorCodes() {
    return (this.last('details')?.errors ?? []).map((error) => error.code);
  }

  /** The kinds of its receipts in order, e.g. `received routed sent delivered`. */
  get kinds() {
    return this.inOrder.map((receipt) => receipt.type.split('.').at(-2));
  }

  /** From publishing to its end; undefined while it waits. */
  get seconds() {
    return this.endedAt === undefined ? undefined : Math.round((this.endedAt - this.publishedAt) / 10) / 100;
  }

  last(field) {
    return this.inOrder.findLast((receipt) => receipt.data[field] !== undefined)?.data[field];
  }

  /** A letter that was opened has been delivered too. */
  hasBeen(status) {
    return this.inOrder.some(
      ({ data }) => data.status === status || (status === 'delivered' && data.status === 'opened'),
    );
  }
}

/** What of `wanted` is not in `found`; a code wanted twice must be there twice. */
function lacking(wanted, found) {
  const left = [...found];
  return wanted.filter((code) => {
    const at = left.indexOf(code);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
