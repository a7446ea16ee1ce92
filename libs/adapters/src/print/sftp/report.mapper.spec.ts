import { describe, expect, it } from '@jest/globals';
import { toReceipts } from './report.mapper.js';

describe('status report', () => {
  const entry = (id: string, step: string, outcome = 'OK', time = '07/05/2026 10:46:05'): string =>
    `<Rapport Id="${id}"><Status Status="${outcome}" Id="s-${step}" LePu="${step}" Tidspunkt="${time}"/></Rapport>`;
  const report = (...entries: string[]): Buffer =>
    Buffer.from(`<?xml version="1.0"?><StatusRapport Type="Mailpiece">${entries.join('')}</StatusRapport>`);

  it('becomes receipts in Norwegian time, each with its own piece as proof', () => {
    const receipts = toReceipts(
      'f.xml',
      report(entry('a', 'MAILPIECE_MOTTAK'), entry('a', 'KONVOLUTTERT'), entry('b', 'RETURPOST')),
    );
    expect(receipts).toMatchObject([
      {
        event: { type: 'print-accepted', at: new Date('2026-05-07T08:46:05Z') },
        match: { reference: 'a' },
        sourceId: 'a:MAILPIECE_MOTTAK:OK:s-MAILPIECE_MOTTAK',
      },
      { event: { type: 'printed' } },
      { event: { type: 'returned' }, match: { conversationId: 'b' } },
    ]);
    expect(receipts[2]?.raw.toString()).toBe(entry('b', 'RETURPOST'));
  });

  it('with FEIL is failed, whatever the step', () => {
    expect(toReceipts('f.xml', report(entry('a', 'KONVOLUTTERT', 'FEIL')))).toMatchObject([
      { event: { type: 'failed', reason: { code: 'PRINT_VENDOR_FAILED' }, details: { step: 'KONVOLUTTERT' } } },
    ]);
  });

  it('tells the same twice under one source id', () => {
    const [first] = toReceipts('one.xml', report(entry('a', 'KONVOLUTTERT')));
    const [second] = toReceipts('two.xml', report(entry('a', 'KONVOLUTTERT')));
    expect(second?.sourceId).toBe(first?.sourceId);
  });

  it.each([
    ['half a file', '<StatusRapport Type="Mailpiece"><Rapport'],
    ['an empty file', ''],
    ['a report without entries', '<StatusRapport Type="Mailpiece"></StatusRapport>'],
    ['another kind of report', '<StatusRapport Type="Batch"></StatusRapport>'],
    ['a document type', '<!DOCTYPE x [<!ENTITY y "z">]><StatusRapport Type="Mailpiece"></StatusRapport>'],
  ])('that is %s is quarantined as a whole', (_what, text) => {
    expect(toReceipts('f.xml', Buffer.from(text))).toMatchObject([{ kind: 'quarantined' }]);
  });

  it.each(['99/99/2026 10:00:00', '31/02/2026 10:00:00', '2026-05-07T10:00:00', '07/05/2026 24:00:00'])(
    'with the time %s is quarantined in that entry alone',
    (time) => {
      const receipts = toReceipts('f.xml', report(entry('a', 'KONVOLUTTERT', 'OK', time), entry('b', 'KONVOLUTTERT')));
      expect(receipts.map(({ kind }) => kind)).toEqual(['quarantined', 'receipt']);
    },
  );
});
