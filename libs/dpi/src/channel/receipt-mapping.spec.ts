import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ReceiptEvent } from '#channels/provider-receipt.js';
import { organisationIdentifier } from '../sbd/sbd-header.js';
import type { ReceiptBody } from '../sbd/sbd.js';
import { RECEIPT_TYPES, type ReceiptType } from '../sbd/sbd-type.js';
import { MAILBOX_RECEIPTS, type ProviderFault } from './dpi-profile.js';
import { toReceiptEvent } from './receipt-mapping.js';

const MESSAGE = '5e1f2c3a-7b1d-4e5f-8a9b-0c1d2e3f4a5b';
const body: ReceiptBody = {
  avsender: { virksomhetsidentifikator: organisationIdentifier('984661185') },
  mottaker: { virksomhetsidentifikator: organisationIdentifier('313000001') },
  tidspunkt: '2026-03-02T11:00:00+01:00',
};
const FAULTS: readonly ProviderFault[] = [
  { type: 'KLIENT', pattern: /SBD:5023/, code: 'DUPLICATE', text: 'Twice.', blame: 'gateway' },
];
const PROFILE = { receipts: MAILBOX_RECEIPTS, faults: FAULTS };

function eventOf(type: ReceiptType, more: Partial<ReceiptBody> = {}): ReceiptEvent {
  return toReceiptEvent({ type, body: { ...body, ...more }, messageId: MESSAGE }, PROFILE);
}

describe('a receipt of DPI', () => {
  it.each([
    ['leveringskvittering', 'delivered'],
    ['aapningskvittering', 'opened'],
    ['mottakskvittering', 'print-accepted'],
    ['returpostkvittering', 'returned'],
  ] as const)('%s is %s, at the time that it says', (type, event) => {
    expect(eventOf(type)).toMatchObject({ type: event, at: new Date('2026-03-02T10:00:00Z') });
  });

  it.each([
    ['epost', 'email'],
    ['sms', 'sms'],
  ] as const)('varslingfeiletkvittering of %s names the notice, and is no end', (varslingskanal, noticeChannel) => {
    expect(eventOf('varslingfeiletkvittering', { varslingskanal, beskrivelse: 'Ukjent nummer' })).toMatchObject({
      type: 'notification-failed',
      reason: { code: 'NOTICE_NOT_SENT' },
      details: { noticeChannel, providerReceipt: MESSAGE },
    });
  });

  it('feil that the provider is known for has its own code and blame, and the code of the provider', () => {
    expect(eventOf('feil', { feiltype: 'KLIENT', detaljer: 'Reason code: SBD:5023. x' })).toMatchObject({
      type: 'failed',
      reason: { code: 'DUPLICATE', text: 'Twice.' },
      details: { blame: 'gateway', faultType: 'KLIENT', providerCode: 'SBD:5023', providerReceipt: MESSAGE },
    });
  });

  it.each([
    ['KLIENT', 'MAILBOX_REFUSED_LETTER', 'sender'],
    ['SERVER', 'MAILBOX_FAULT', 'channel'],
  ] as const)('any other feil %s says whose turn it is', (feiltype, code, blame) => {
    expect(eventOf('feil', { feiltype })).toMatchObject({
      type: 'failed',
      reason: { code },
      details: { blame, faultType: feiltype },
    });
  });

  it('says the same for every text of a provider but a known code: nothing of what people write gets through', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('Kari Nordmann, Storgata 1', 'kari@example.test'),
    );
    const around = fc.constantFrom('', 'Reason code: SBD:5023. ', 'SBD:50231 ', 'xSBD:5023 ', 'sbd:5023 ');
    fc.assert(
      fc.property(fc.constantFrom(...RECEIPT_TYPES), around, texts, (type, code, text) => {
        const said = { beskrivelse: code + text, detaljer: code + text };
        const expected = eventOf(type, { beskrivelse: code, detaljer: code });
        fc.pre(!/SBD:\d{4}/.test(text) && !/^\w/.test(text));
        expect(eventOf(type, said)).toEqual(expected);
      }),
    );
  });
});
