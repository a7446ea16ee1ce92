import { randomUUID } from 'node:crypto';
import type { FaultMode } from '#channels/simulation/faults.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { signingKey, type SigningKey } from '../certificate/signing-key.js';
import { signSbd } from '../jws/sbd-jws.signer.js';
import { organisationIdentifier, sbdHeader } from '../sbd/sbd-header.js';
import type { ReceiptType } from '../sbd/sbd-type.js';
import type { AccessPointState, TakenMessage } from './access-point.state.js';
import type { Corner4Party } from './corner4-party.js';

/** Real ones take minutes to days; nobody wants to wait for that in a sandbox. */
const USUAL_DELAY_MS = 200;
const SLOW_DELAY_MS = 5_000;
const SHUFFLE_WITHIN_MS = 2_000;
const FAULTS: readonly FaultMode[] = ['slow', 'lose-receipts', 'duplicate-receipts', 'shuffle-receipts'];

/** Signs receipts as the party that has the letter, and puts them in the queue of whoever sent the message. */
export class ReceiptIssuer {
  private key: SigningKey | undefined;

  constructor(
    private readonly context: SimulationContext,
    private readonly state: AccessPointState,
    private readonly party: Corner4Party,
  ) {}

  /** `afterMs`: when it happens, by the sandbox clock; the receipt is dated then and comes a little later. */
  async issue(
    message: TakenMessage,
    type: ReceiptType,
    more: Readonly<Record<string, unknown>> = {},
    afterMs = 0,
  ): Promise<void> {
    const fault =
      this.context.faults.next(this.party.channel, FAULTS) ??
      this.context.faults.next(
        'dpi',
        FAULTS.filter((mode) => mode !== 'slow'),
      );
    if (fault === 'lose-receipts') {
      this.context.log('dpi-receipt-lost', { type, messageId: message.id });
      return;
    }
    const id = randomUUID();
    const at = new Date(this.context.clock.now().getTime() + afterMs);
    const receipt = {
      id,
      owner: message.owner,
      consumer: message.consumer,
      ...(message.unit === undefined ? {} : { unit: message.unit }),
      kanal: message.kanal,
      jws: await signSbd(this.sbd({ id, message, type, more, at }), this.signingKey()),
      readyAt: at.getTime() + delayOf(fault),
    };
    await this.state.enqueue(receipt);
    if (fault === 'duplicate-receipts') await this.state.enqueue(receipt);
  }

  private sbd({ id, message, type, more, at }: Issue): object {
    const { organisationNumber, takes } = this.party;
    return {
      standardBusinessDocument: {
        standardBusinessDocumentHeader: sbdHeader({
          messageId: id,
          conversationId: message.conversationId,
          type,
          process: takes,
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
    const found = this.context.keys.get(this.party.channel);
    if (found === undefined)
      throw new Error(`The sandbox has no key for ${this.party.channel}; make the test certificates first.`);
    this.key ??= signingKey({
      organisationNumber: this.party.organisationNumber,
      certificateChain: found.certificate.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [],
      privateKey: found.privateKey,
    });
    return this.key;
  }
}

interface Issue {
  readonly id: string;
  readonly message: TakenMessage;
  readonly type: ReceiptType;
  readonly more: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

function delayOf(fault: FaultMode | undefined): number {
  if (fault === 'slow') return SLOW_DELAY_MS;
  return fault === 'shuffle-receipts' ? Math.floor(Math.random() * SHUFFLE_WITHIN_MS) : USUAL_DELAY_MS;
}
