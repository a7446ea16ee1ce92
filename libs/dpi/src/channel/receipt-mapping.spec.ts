import { describe, expect, it } from '@jest/globals';
import { organisationIdentifier } from '../sbd/sbd-header.js';
import type { ReceiptBody } from '../sbd/sbd.js';
import type { ProviderFault } from './dpi-profile.js';
import { toReceiptEvent } from './receipt-mapping.js';

const body: ReceiptBody = {
  avsender: { virksomhetsidentifikator: organisationIdentifier('984661185') },
  mottaker: { virksomhetsidentifikator: organisationIdentifier('313000001') },
  tidspunkt: '2026-03-02T11:00:00+01:00',
};
const FAULTS: readonly ProviderFault[] = [
  { type: 'KLIENT', pattern: /SBD:5023/, code: 'DUPLICATE', text: 'Twice.', blame: 'gateway' },
];

describe('a receipt of DPI', () => {
  it.each([
    ['leveringskvittering', 'delivered'],
    ['aapningskvittering', 'opened'],
    ['mottakskvittering', 'print-accepted'],
    ['returpostkvittering', 'returned'],
  ] as const)('%s is %s, at the time that it says', (type, event) => {
    expect(toReceiptEvent(type, body, FAULTS)).toEqual({ type: event, at: new Date('2026-03-02T10:00:00Z') });
  });

  it('varslingfeiletkvittering names the notice, without what it was sent to', () => {
    const event = toReceiptEvent(
      'varslingfeiletkvittering',
      { ...body, varslingskanal: 'sms', beskrivelse: 'Feil for kari@example.test, +47 999 99 999' },
      FAULTS,
    );
    expect(event).toMatchObject({
      type: 'notification-failed',
      details: { noticeChannel: 'sms', providerText: 'Feil for *** +***' },
    });
  });

  it('feil that the provider is known for has its own code and blame', () => {
    const event = toReceiptEvent('feil', { ...body, feiltype: 'KLIENT', detaljer: 'Reason code: SBD:5023. x' }, FAULTS);
    expect(event).toMatchObject({
      type: 'failed',
      reason: { code: 'DUPLICATE', text: 'Twice.' },
      details: { blame: 'gateway', faultType: 'KLIENT' },
    });
  });

  it.each([
    ['KLIENT', 'MAILBOX_REFUSED_LETTER', 'sender'],
    ['SERVER', 'MAILBOX_FAULT', 'channel'],
  ] as const)('any other feil %s says whose turn it is', (feiltype, code, blame) => {
    expect(toReceiptEvent('feil', { ...body, feiltype }, FAULTS)).toMatchObject({
      type: 'failed',
      reason: { code },
      details: { blame, faultType: feiltype },
    });
  });

  it('a national identifier in the provider text does not get through', () => {
    const event = toReceiptEvent(
      'feil',
      { ...body, feiltype: 'KLIENT', detaljer: 'Person 20914695016 finnes ikke' },
      FAULTS,
    );
    expect(JSON.stringify(event)).not.toMatch(/\d{6}/);
  });
});
