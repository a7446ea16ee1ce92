import { describe, expect, it } from '@jest/globals';
import { aDocument, anOrder, type OrderWishes } from '#channels/testing/order-builder.js';
import type { DepositOrder } from '#channels/deposit-order.js';
import { sentDetails } from './sent-details.js';

const MAILBOX = { kind: 'mailbox', mailbox: { providerOrganisation: '984661185', address: 'kari#1234' } } as const;
const adds = { arrange: (documents) => documents, noticeEffect: 'adds' } satisfies Parameters<typeof sentDetails>[1];
const replaces = { ...adds, noticeEffect: 'replaces' } as const;
const paper = { arrange: adds.arrange };

const repeatAfterDays = [0, 7];
const ordered = { email: { text: 'Du har brev', repeatAfterDays }, sms: { text: 'Brev', repeatAfterDays } };
const notifiable = { email: { value: 'kari@example.test' }, mobile: { value: '+4799999999' } };

function order(wishes: Partial<OrderWishes> = {}): DepositOrder {
  return anOrder({ target: MAILBOX, ...wishes });
}

describe('what the sent receipt tells', () => {
  it('is nothing for a plain letter', () => {
    expect(sentDetails(order(), adds)).toEqual({});
    expect(sentDetails(order({ notifiable }), replaces)).toEqual({});
  });

  it.each([
    ['kept', adds],
    ['replaced', replaces],
  ] as const)("is which notices go along, and that the citizen's own are %s", (citizensOwn, profile) => {
    expect(sentDetails(order({ letter: { notification: ordered }, notifiable }), profile)).toEqual({
      notices: { email: true, sms: true, citizensOwn },
    });
    const { email } = notifiable;
    expect(sentDetails(order({ letter: { notification: ordered }, notifiable: { email } }), profile)).toEqual({
      notices: { email: true, sms: false, citizensOwn },
    });
  });

  it("is that no notice goes along, and then the citizen's own are kept everywhere", () => {
    expect(sentDetails(order({ letter: { notification: ordered } }), replaces)).toEqual({
      notices: { email: false, sms: false, citizensOwn: 'kept' },
    });
  });

  it('is nothing of notices on paper', () => {
    expect(sentDetails(order({ letter: { notification: ordered }, notifiable }), paper)).toEqual({});
  });

  it('is which documents were renamed, without names', () => {
    const documents = ['vedtak.pdf', 'kart.pdf', 'Kart.pdf'].map((fileName) => aDocument({ fileName }));
    expect(sentDetails(order({ documents }), adds)).toEqual({ renamed: [{ document: 3, fileName: '… (2).pdf' }] });
  });
});
