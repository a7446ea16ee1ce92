import { randomUUID } from 'node:crypto';
import type { FaultMode } from '#channels/simulation/faults.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { signingKey, type SigningKey } from '../certificate/signing-key.js';
import { signSbd } from '../jws/sbd-jws.signer.js';
import { organisationIdentifier, sbdHeader } from '../sbd/sbd-header.js';
import type { ReceiptType } from '../sbd/sbd.reader.js';
import type { AccessPointState, TakenMessage } from './access-point.state.js';
import type { SimulatedMailbox } from './simulated-mailboxes.js';

/** Real mailboxes take minutes to hours; nobody wants to wait for that in a sandbox. */
const USUAL_DELAY_MS = 200;
const SLOW_DELAY_MS = 5_000;
const SHUFFLE_WITHIN_MS = 2_000;
const FAULTS: readonly FaultMode[] = ['slow', 'lose-receipts', 'duplicate-receipts', 'shuffle-receipts'];

/** Signs receipts as the mailbox provider and puts them in the queue of whoever sent the message. */
export class ReceiptIssuer {
  private key: SigningKey | undefined;

  constructor(
    private readonly context: SimulationContext,
    private readonly state: AccessPointState,
    private readonly mailbox: SimulatedMailbox,
  ) {}

  async issue(message: TakenMessage, type: ReceiptType, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const fault =
      this.context.faults.next(this.mailbox.channel, FAULTS) ??
      this.context.faults.next(
        'dpi',
        FAULTS.filter((mode) => mode !== 'slow'),
      );
    if (fault === 'lose-receipts') {
      this.context.log('dpi-receipt-lost', { type, messageId: message.id });
      return;
    }
    const id = randomUUID();
    const receipt = {
      id,
      owner: message.owner,
      consumer: message.consumer,
      ...(message.unit === undefined ? {} : { unit: message.unit }),
      kanal: message.kanal,
      jws: await signSbd(this.sbd(id, message, type, more), this.signingKey()),
      readyAt: this.context.clock.now().getTime() + delayOf(fault),
    };
    await this.state.enqueue({ ...receipt, key: id });
    if (fault === 'duplicate-receipts') await this.state.enqueue({ ...receipt, key: `${id}/again` });
  }

  private sbd(id: string, message: TakenMessage, type: ReceiptType, more: Readonly<Record<string, unknown>>): object {
    const at = this.context.clock.now();
    const { organisationNumber } = this.mailbox;
    return {
      standardBusinessDocument: {
        standardBusinessDocumentHeader: sbdHeader({
          messageId: id,
          conversationId: message.conversationId,
          type,
          process: 'digital',
          from: organisationNumber,
          to: message.owner,
          at,
        }),
        [type]: {
          avsender: { virksomhetsidentifikator: organisationIdentifier(organisationNumber) },
          mottaker: {
            virksomhetsidentifikator: organisationIdentifier(message.consumer),
            ...(message.unit === undefined ? {} : { motakeridentifikator: message.unit }),
          },
          tidspunkt: at.toISOString(),
          ...more,
        },
      },
    };
  }

  private signingKey(): SigningKey {
    const found = this.context.keys.get(this.mailbox.channel);
    if (found === undefined)
      throw new Error(`The sandbox has no key for ${this.mailbox.channel}; make the test certificates first.`);
    this.key ??= signingKey({
      organisationNumber: this.mailbox.organisationNumber,
      certificateChain: found.certificate.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [],
      privateKey: found.privateKey,
    });
    return this.key;
  }
}

function delayOf(fault: FaultMode | undefined): number {
  if (fault === 'slow') return SLOW_DELAY_MS;
  return fault === 'shuffle-receipts' ? Math.floor(Math.random() * SHUFFLE_WITHIN_MS) : USUAL_DELAY_MS;
}
