import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ContentVault } from '#documents/content-vault.js';
import type { Clock } from '#domain/clock.js';
import { defect } from '#domain/failure.js';
import type { Recipient } from '#domain/recipient.js';
import { err } from '#domain/result.js';
import { DispatchStore } from '#persistence/dispatch.store.js';
import type { WaitingRecipient } from '#persistence/records/waiting-recipient.js';
import type { Logger } from '#platform/logger.js';
import { TimeLimit } from '#platform/time-limit.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { FactsGatherer, type FactsResult } from './facts-gatherer.js';
import { FactsInHand } from './facts-in-hand.js';
import { LookUpPace } from './look-up-pace.js';

/** KRR and Folkeregisteret take this many persons a call. */
const MOST_RECIPIENTS = 1_000;
const LOOK_UP_TIMEOUT_MS = 30_000;

const NOT_ASKED: FactsResult = err(
  defect('REGISTER_LOOK_UP_FAILED', 'The look-up in the register failed by a defect of the gateway.'),
);

/** A letter of a claim whose recipient must be known for its next step. */
export interface LetterToLookUp {
  readonly id: string;
  readonly recipient: Recipient;
}

/** `more`: the claim took all that it might, so other letters wait behind it. */
export type Queue = 'more' | 'empty';

type Asked = ReadonlyMap<string, Promise<FactsResult>>;

/**
 * The registers take a thousand persons a call, and a claim is a hundred letters at most, few when the dispatcher is
 * nearly full. So when letters wait behind a claim whose recipients are not known yet, theirs are looked up in the same
 * call, and the next claims find them in hand; and in a stream of letters claims wait for each other (LookUpPace). An
 * idle gateway asks about the one letter that came, at once.
 */
@Injectable()
export class RecipientLookAhead {
  private readonly inHand = new FactsInHand();
  private readonly pace = new LookUpPace();
  private gathered: LetterToLookUp[] = [];
  private next: Promise<Asked> | undefined;

  constructor(
    @Inject(FactsGatherer) private readonly gatherer: FactsGatherer,
    @Inject(DispatchStore) private readonly store: DispatchStore,
    @Inject(ContentVault) private readonly vault: ContentVault,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never rejects. Letters of a claim ask in the same turn; none waits for the facts of another. */
  async factsOf(letter: LetterToLookUp, queue: Queue, shutdown: AbortSignal): Promise<FactsResult> {
    if (letter.recipient.kind === 'address') return this.gatherer.gather(letter.recipient, shutdown);
    const known = this.inHand.of(letter.id, this.clock.now());
    if (known !== undefined) return known;
    this.gathered.push(letter);
    this.next ??= this.askInTurn(queue, shutdown);
    const asked = await this.next;
    return asked.get(letter.id) ?? NOT_ASKED;
  }

  /** The letter has taken its step; what comes next is decided by new facts. */
  drop(letter: string): void {
    this.inHand.drop(letter);
  }

  /** Asks about all that has been gathered when the pace allows it, and about those who wait behind them. */
  private async askInTurn(queue: Queue, shutdown: AbortSignal): Promise<Asked> {
    // The end of this turn: `next` is set by then, and claims made in the same turn go along.
    await Promise.resolve();
    const wait = this.pace.waitMs(performance.now());
    if (wait > 0) await delay(wait, undefined, { signal: shutdown }).catch(() => undefined);
    const room = MOST_RECIPIENTS - this.gathered.length;
    const ahead = room > 0 && (wait > 0 || queue === 'more') ? await this.waiting(room) : [];
    const letters = [...this.gathered, ...ahead];
    this.gathered = [];
    this.next = undefined;
    this.pace.asked(letters.length, performance.now());
    return this.ask(letters, shutdown);
  }

  private ask(letters: readonly LetterToLookUp[], shutdown: AbortSignal): Asked {
    const limit = new TimeLimit(LOOK_UP_TIMEOUT_MS, shutdown);
    // Every letter waits by it; Node takes more than ten for a leak.
    setMaxListeners(0, limit.signal);
    const now = this.clock.now();
    const asked = new Map(
      letters.map(({ id, recipient }) => {
        const facts = this.gatherer.gather(recipient, limit.signal);
        this.inHand.keep(id, facts, now);
        return [id, facts] as const;
      }),
    );
    void Promise.allSettled(asked.values()).then(() => {
      limit.clear();
    });
    return asked;
  }

  /** Those not in hand yet. Without an answer of the database there are none: the claim itself goes on. */
  private async waiting(limit: number): Promise<readonly LetterToLookUp[]> {
    const now = this.clock.now();
    try {
      const waiting = await this.store.waitingRecipients(now, limit);
      return waiting
        .filter(({ id }) => this.inHand.of(id, now) === undefined)
        .flatMap((letter) => this.open(letter) ?? []);
    } catch (error) {
      this.logger.warn(
        { code: 'LOOK_AHEAD_FAILED', err: error },
        'waiting letters are looked up when they are claimed',
      );
      return [];
    }
  }

  /** Undefined when the seal is broken: the claim meets it again, and says so of that letter. */
  private open({ id, kind, sealedRecipient, wrappedKey }: WaitingRecipient): LetterToLookUp | undefined {
    try {
      const identifier = this.vault.open(sealedRecipient, this.vault.unwrap(wrappedKey)).toString('utf8');
      const recipient: Recipient =
        kind === 'person' ? { kind, personIdentifier: identifier } : { kind, organisationNumber: identifier };
      return { id, recipient };
    } catch {
      return undefined;
    }
  }
}
