import { mailboxAddressOf } from '#channels/simulation/mailbox-address.js';
import type { RunningSimulator } from '#channels/simulation/start-simulator.js';
import type { SimulationKeys } from '#channels/simulation/simulator.js';
import type { ConformanceContext } from '#channels/testing/conformance-context.js';
import { TEST_PERSON } from '#channels/testing/order-builder.js';
import type { PostalAddress } from '#domain/postal-address.js';
import type { Corner4Party } from '../simulator/corner4-party.js';
import { SIMULATED_PRINT_SERVICE } from '../simulator/print-delivery.js';
import { SIMULATED_MAILBOXES } from '../simulator/simulated-mailboxes.js';

type Targets = (simulator: RunningSimulator) => Promise<ConformanceContext['targets']>;

const HOME: PostalAddress = { name: 'Ingrid Eksempel', lines: ['Prøveveien 7 B'], postalCode: '0987', city: 'Oslo' };

/** A person with a mailbox there. */
export function mailboxTargets(mailbox: 'digipost' | 'eboks'): Targets {
  return async ({ world, keys }) => {
    const krr = { status: 'AKTIV', mailbox } as const;
    await world.persons.put(TEST_PERSON, { personIdentifier: TEST_PERSON, name: 'Prøveperson', krr });
    const providerOrganisation =
      SIMULATED_MAILBOXES.find(({ channel }) => channel === mailbox)?.organisationNumber ?? '';
    const address = mailboxAddressOf(TEST_PERSON);
    const certificate = registeredCertificate(keys, mailbox);
    return { person: { kind: 'mailbox', mailbox: { providerOrganisation, address, certificate } } };
  };
}

/** Paper goes to an address, whoever lives there. */
export const printTargets: Targets = ({ keys }) => {
  const { organisationNumber } = SIMULATED_PRINT_SERVICE;
  const printService = { organisationNumber, certificate: registeredCertificate(keys, 'print') };
  const target = { kind: 'postal', address: HOME, printService } as const;
  return Promise.resolve({ address: target, person: target, organisation: target });
};

/** As the register gives it: without the chain. */
function registeredCertificate(keys: SimulationKeys, party: Corner4Party['channel']): string {
  const pem = keys.get(party)?.certificate ?? '';
  return /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem)?.[0] ?? '';
}
