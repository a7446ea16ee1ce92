import { Required } from './message-shape.js';
import { uuidRule } from './text-rules.js';

/** Routing key `cancel.<sender orgnr>`. */
export class CancelMessage {
  @Required(uuidRule())
  letterId!: string;
}
