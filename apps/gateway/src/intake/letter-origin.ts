import type { LetterPriority } from '#domain/letter.js';
import type { IntakeRefusal } from './intake-verdict.js';

/** What the door knows of a letter beside its bytes. */
export interface LetterOrigin {
  readonly priority: LetterPriority;
  readonly receivedAt: Date;
  /** `receipt`: a refused letter is told by a `rejected` receipt (AMQP); `answer`: the caller is told directly (HTTP). */
  readonly rejections: 'receipt' | 'answer';
  /** Undefined when the caller may send for this sender (and supplier). */
  refusal(sender: string, supplier: string | undefined): IntakeRefusal | undefined;
}
