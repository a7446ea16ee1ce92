import { Readable } from 'node:stream';
import type { ChannelNeed, DepositAccepted, DepositStatus } from '#channels/channel.port.js';
import type { DepositOrder } from '#channels/deposit-order.js';
import type { ProviderRegistry } from '#channels/provider.registry.js';
import type { RegisteredChannel } from '#channels/provider-index.js';
import type { PrintServiceFacts } from '#channels/registers.port.js';
import type { ContentVault } from '#documents/content-vault.js';
import type { DocumentStore } from '#documents/document-store.port.js';
import type { ChannelId } from '#domain/channel-id.js';
import type { Failure } from '#domain/failure.js';
import type { Letter } from '#domain/letter.js';
import type { RecipientFacts } from '#domain/recipient-facts.js';
import { ok, type Result } from '#domain/result.js';
import type { DispatchStore } from '#persistence/dispatch.store.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import type { DepositRow } from '#persistence/records/deposit-row.js';
import type { LetterStep } from '#persistence/records/letter-step.js';
import type { UploadedDocumentStore } from '#persistence/uploaded-document.store.js';
import { Metrics } from '#platform/metrics.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { GatewayConfig } from '../../gateway.config.js';
import { ChannelGates } from '../channel-gates.js';
import { DepositOrderBuilder } from '../deposit-order.builder.js';
import { DepositRunner } from '../deposit-runner.js';
import { DispatchLetterHandler } from '../dispatch-letter.handler.js';
import { DispatchMetrics } from '../dispatch.metrics.js';
import type { FactsResult } from '../facts/facts-gatherer.js';
import type { OpenLetter } from '../letter-opener.js';
import { LetterWork } from '../letter-work.js';
import { ReadDeadlineHandler } from '../read-deadline.handler.js';
import { RoutePlanner } from '../route-planner.js';

export const NOW = new Date('2026-11-23T09:00:00Z');
export const SENDER = '313000001';

const LETTER: Letter = {
  letterId: '0b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11',
  sender: { organisationNumber: SENDER },
  recipient: {
    kind: 'organisation',
    organisationNumber: '311000101',
    postalAddress: { name: 'A', lines: ['B'], postalCode: '0150', city: 'OSLO' },
  },
  conversationId: '0b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11',
  legalEffect: 'decision',
  securityLevel: 3,
  title: 'Vedtak',
  language: 'nb',
  documents: [],
  openReceipt: false,
  notification: {},
  delivery: { digitalOnly: false },
  print: { colour: 'black-and-white', postage: 'B', duplex: true, undeliverable: 'return' },
  priority: 'normal',
};

/** The dispatcher's handlers with channels and a database that a test plays; everything that was committed is kept. */
export class DispatchBench {
  readonly steps: LetterStep[] = [];
  readonly orders: DepositOrder[] = [];
  readonly asked: string[] = [];
  facts: FactsResult | 'late' = ok(FACTS);
  letter: Letter = LETTER;
  deposits: Result<DepositAccepted, Failure>[] = [];
  status: Result<DepositStatus, Failure> = ok({ kind: 'unknown' });
  record: 'recorded' | 'stale' = 'recorded';
  /** Of every channel. */
  needs: ChannelNeed | undefined;
  printService: Result<PrintServiceFacts, Failure> = ok({ organisationNumber: '974761076', certificate: 'pem' });
  private readonly rows = new Map<string, DepositRow>();

  async handle(row: Partial<ClaimedLetter> = {}): Promise<LetterWork> {
    const work = new LetterWork({ ...CLAIMED, ...row }, 'bench', (step) => this.keep(step));
    const opened: OpenLetter = { letter: this.letter, inline: new Map(), key: { bytes: Buffer.alloc(32) } };
    await this.handler().handle(work, opened, Promise.resolve(this.facts), new AbortController().signal);
    return work;
  }

  async brokeOff(error: unknown, row: Partial<ClaimedLetter> = {}): Promise<void> {
    const work = new LetterWork({ ...CLAIMED, ...row }, 'bench', (step) => this.keep(step));
    await this.handler().brokeOff(work, error);
  }

  get last(): LetterStep | undefined {
    return this.steps.at(-1);
  }

  get events(): readonly string[] {
    return this.steps.flatMap((step) => step.events.map((event) => event.type));
  }

  private keep(step: LetterStep): Promise<'recorded' | 'stale'> {
    if (this.record === 'stale') return Promise.resolve('stale');
    this.steps.push(step);
    const { deposit } = step;
    if (deposit?.kind === 'new') {
      const { id, channel, step: index } = deposit;
      this.rows.set(id, {
        id,
        channel,
        step: index,
        conversationId: LETTER.conversationId,
        state: 'started',
        startedAt: NOW,
      });
    }
    return Promise.resolve('recorded');
  }

  private handler(): DispatchLetterHandler {
    const clock = { now: () => NOW };
    const channels = new Map<ChannelId, RegisteredChannel>([
      ['altinn', this.channel('altinn')],
      ['print', this.channel('print')],
    ]);
    const registry = {
      channel: (id: ChannelId) => channels.get(id),
      capabilities: () => [...channels.values()].map((channel) => channel.descriptor.capabilities),
      mailboxChannelOf: () => undefined,
      contactRegister: () => ({
        printService: () => {
          this.asked.push('print service');
          return Promise.resolve(this.printService);
        },
      }),
    } as unknown as ProviderRegistry;
    const senders = new SenderDirectory(
      [{ organisationNumber: SENDER, name: 'Direktoratet', profile: 'state', amqpUsers: [], suppliers: [] }],
      [],
    );
    const profile = {
      activeMailbox: ['print'],
      noMailbox: ['print'],
      organisation: ['altinn', 'print'],
      organisationReadDeadlineWorkingDays: 2,
    };
    const gates = new ChannelGates(new GatewayConfig());
    const uploads = { find: () => Promise.resolve([]) } as unknown as UploadedDocumentStore;
    const documents = { open: () => Readable.from([]) } as unknown as DocumentStore;
    const orders = new DepositOrderBuilder({} as ContentVault, documents, uploads, senders);
    return new DispatchLetterHandler(
      { deposit: (id: string) => Promise.resolve(this.rows.get(id)) } as unknown as DispatchStore,
      new RoutePlanner(registry, senders, { state: profile, municipal: profile }),
      new DepositRunner(registry, gates, orders, clock, new DispatchMetrics(new Metrics('bench'))),
      new ReadDeadlineHandler(registry, gates, clock),
      clock,
    );
  }

  private channel(id: ChannelId): RegisteredChannel {
    const capabilities = {
      channel: id,
      recipients: ['organisation', 'address'] as const,
      maxTotalBytes: 1e9,
      maxDocuments: 10,
      mediaTypes: [],
      mailboxProviders: [],
      reportsOpening: id === 'altinn',
    };
    return {
      id,
      concurrency: 2,
      descriptor: { role: 'channel', id, displayName: id, capabilities },
      port: {
        ...(this.needs === undefined ? {} : { needs: this.needs }),
        deposit: (order) => {
          this.orders.push(order);
          this.asked.push(`deposit ${id}`);
          return Promise.resolve(this.deposits.shift() ?? ok({ reference: `${id}-1`, acceptedAt: NOW }));
        },
        status: () => {
          this.asked.push(`status ${id}`);
          return Promise.resolve(this.status);
        },
      },
    };
  }
}

const FACTS: RecipientFacts = {
  kind: 'organisation',
  organisation: { status: 'active' },
  evidence: [{ register: 'enhetsregisteret', what: 'active', at: NOW.toISOString() }],
};

const CLAIMED: ClaimedLetter = {
  id: '1b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11',
  sender: SENDER,
  letterId: LETTER.letterId,
  conversationId: LETTER.conversationId,
  priority: 'normal',
  state: 'received',
  version: 1,
  stepIndex: 0,
  attempts: 0,
  dueAt: NOW,
  receivedAt: NOW,
  sealedContent: Buffer.alloc(0),
  wrappedKey: Buffer.alloc(0),
};
