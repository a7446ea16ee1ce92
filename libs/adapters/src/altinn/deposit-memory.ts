/**
 * What this process knows of deposits it has tried, so that a repeat does not do again what is done: which documents
 * are with Altinn, and whether the letter may be. A help and never the truth, which is Altinn's idempotency key: another
 * instance, or a new one, has forgotten it all, and then uploads once more. The oldest are forgotten first.
 */
const MOST_DEPOSITS = 10_000;

interface Tried {
  /** Attachment ids by the place of the document in the letter. */
  readonly attachments: Map<number, string>;
  handedOver: boolean;
}

export class DepositMemory {
  private readonly tried = new Map<string, Tried>();

  constructor(private readonly most = MOST_DEPOSITS) {}

  attachment(depositId: string, place: number): string | undefined {
    return this.tried.get(depositId)?.attachments.get(place);
  }

  uploaded(depositId: string, place: number, attachmentId: string): void {
    this.entry(depositId).attachments.set(place, attachmentId);
  }

  /** Its documents are not with Altinn any more, or not as they should be, or belong to a letter now. */
  forgetAttachments(depositId: string): void {
    this.tried.get(depositId)?.attachments.clear();
  }

  /** The call that makes the letter is about to go out. */
  handsOver(depositId: string): void {
    this.entry(depositId).handedOver = true;
  }

  mayBeThere(depositId: string): boolean {
    return this.tried.get(depositId)?.handedOver === true;
  }

  private entry(depositId: string): Tried {
    const known = this.tried.get(depositId);
    if (known !== undefined) return known;
    const [oldest] = this.tried.keys();
    if (oldest !== undefined && this.tried.size >= this.most) this.tried.delete(oldest);
    const tried: Tried = { attachments: new Map(), handedOver: false };
    this.tried.set(depositId, tried);
    return tried;
  }
}
