import { anOrder, type OrderWishes } from '#channels/testing/order-builder.js';
import { digitalSbd } from '../sbd/digital-sbd.writer.js';
import { printSbd } from '../sbd/print-sbd.writer.js';
import type { DigitalSbd, PrintSbd } from '../sbd/sbd.js';

export const EXAMPLE_DIGEST = '2IDn+1OdB0BYiqrAsBHxXfGRLLUys0Rc07D0UaSY+nw=';
const AT = new Date('2026-03-02T10:00:00Z');
const FACTS = { digest: EXAMPLE_DIGEST, token: 'a.b.c', timeToLiveMs: 86_400_000 };

/** Everything that the contract has and DPI carries. */
export const FULL_LETTER: Partial<OrderWishes> = {
  letter: {
    sender: {
      organisationNumber: '313000001',
      supplier: '313003000',
      unit: '313000001:byggesak',
      invoiceReference: 'F-1',
    },
    securityLevel: 3,
    availableFrom: new Date('2026-04-01T06:00:00Z'),
    expiresAt: new Date('2026-05-01T06:00:00Z'),
    openReceipt: true,
    language: 'nn',
    title: 'Vedtak æøå',
    notification: {
      email: { text: 'Du har brev', repeatAfterDays: [0, 7] },
      sms: { text: 'Brev', repeatAfterDays: [1] },
    },
    print: { colour: 'colour', postage: 'A', duplex: true, undeliverable: 'shred' },
  },
  notifiable: { email: { value: 'kari@example.test' }, mobile: { value: '+4799999999' } },
};

export function aDigitalSbd(wishes: Partial<OrderWishes> = {}): DigitalSbd {
  const target = { kind: 'mailbox', mailbox: { providerOrganisation: '984661185', address: 'kari#1234' } } as const;
  const order = anOrder({ target, at: AT, ...wishes });
  return digitalSbd(order, { ...FACTS, provider: '984661185', mailboxAddress: 'kari#1234' });
}

export function aPrintSbd(wishes: Partial<OrderWishes> = {}): PrintSbd {
  const address = { name: 'Kari Prøve', lines: ['Gata 1'], postalCode: '0001', city: 'Oslo' };
  const order = anOrder({ target: { kind: 'postal', address }, at: AT, ...wishes });
  const returnAddress = { name: 'Prøvedirektoratet', lines: ['Postboks 1'], postalCode: '0030', city: 'Oslo' };
  return printSbd(order, { ...FACTS, provider: '974761076', address, returnAddress });
}
