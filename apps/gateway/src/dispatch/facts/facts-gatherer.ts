import { Inject, Injectable } from '@nestjs/common';
import { ProviderRegistry } from '#channels/provider.registry.js';
import type { Clock } from '#domain/clock.js';
import { defect, type Failure } from '#domain/failure.js';
import type { RecipientFacts } from '#domain/recipient-facts.js';
import type { Recipient } from '#domain/recipient.js';
import { err, ok, type Result } from '#domain/result.js';
import { CLOCK } from '#platform/tokens.js';
import { contactEvidence, organisationEvidence, populationEvidence } from './evidence.js';

export type FactsResult = Result<RecipientFacts, Failure>;

/**
 * Looks up the recipient of one letter. Letters of one claim ask in the same turn and the registers' adapters join them
 * into few calls, but each letter waits for its own answers alone: an organisation that hangs holds up no person. A
 * register that does not answer is a Failure of the letters that need it; it never reads as "not registered", for then
 * a letter would be printed that belongs in a mailbox.
 */
@Injectable()
export class FactsGatherer {
  constructor(
    @Inject(ProviderRegistry) private readonly providers: ProviderRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Never rejects. Asks in the same turn, so that recipients given one after the other share a call. */
  async gather(recipient: Recipient, signal: AbortSignal): Promise<FactsResult> {
    try {
      return await this.lookUp(recipient, signal);
    } catch (cause) {
      // A throwing adapter is a defect of this letter, not of the loop.
      return err(
        defect('REGISTER_LOOK_UP_FAILED', 'The look-up in the register failed by a defect of the gateway.', cause),
      );
    }
  }

  private async lookUp(recipient: Recipient, signal: AbortSignal): Promise<FactsResult> {
    switch (recipient.kind) {
      case 'person': {
        const contacts = this.providers.contactRegister();
        const [known, population] = await Promise.all([
          contacts.lookUp(recipient.personIdentifier, signal),
          this.providers.populationRegister().lookUp(recipient.personIdentifier, signal),
        ]);
        if (!population.ok) return population;
        // Reservation and mailbox follow the number that the person has now.
        const { currentIdentifier } = population.value;
        const contact = currentIdentifier === undefined ? known : await contacts.lookUp(currentIdentifier, signal);
        if (!contact.ok) return contact;
        const at = this.clock.now().toISOString();
        const evidence = [contactEvidence(contact.value, at), populationEvidence(population.value, at)];
        return ok({ kind: 'person', contact: contact.value, population: population.value, evidence });
      }
      case 'organisation': {
        const organisation = await this.providers.organisationRegister().lookUp(recipient.organisationNumber, signal);
        if (!organisation.ok) return organisation;
        const evidence = [organisationEvidence(organisation.value, this.clock.now().toISOString())];
        return ok({ kind: 'organisation', organisation: organisation.value, evidence });
      }
      case 'address':
        return ok({ kind: 'address', evidence: [] });
    }
  }
}
