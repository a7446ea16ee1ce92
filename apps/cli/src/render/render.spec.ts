import { describe, expect, it } from '@jest/globals';
import { RecordedOutput } from '../testing/recorded-output.js';
import { progressBar } from './progress-bar.js';
import { receiptLine, receiptRow } from './receipt-row.js';
import { routingLines } from './routing-lines.js';
import { tableLines } from './table.js';

describe('tableLines', () => {
  it('makes columns as wide as their widest cell and leaves no blanks at the end', () => {
    expect(
      tableLines(
        ['id', 'what'],
        [
          ['1', 'received'],
          ['12', ''],
        ],
      ),
    ).toEqual(['id  what', '──  ────────', '1   received', '12']);
  });
});

describe('progressBar', () => {
  it.each([
    [0, 100, '0 %', 0],
    [50, 100, '50 %', 15],
    [100, 100, '100 %', 30],
    [5, 0, '100 %', 30],
    [200, 100, '100 %', 30],
  ])('%d of %d is %s', (done, total, percent, filled) => {
    const bar = progressBar('Reading', done, total);
    expect(bar.endsWith(percent)).toBe(true);
    expect(bar.split('█').length - 1).toBe(filled);
  });

  it('is drawn only where a person watches', () => {
    const piped = new RecordedOutput();
    piped.output.progress('Reading', 1, 2);
    piped.output.progressEnd();
    expect(piped.err).toBe('');
    const watched = new RecordedOutput({ isTTY: true });
    watched.output.progress('Reading', 1, 2);
    expect(watched.err).toContain('Reading [');
    expect(watched.out).toBe('');
  });
});

const ROUTED = {
  sequence: '0000000002',
  time: '2026-03-02T10:00:00.123Z',
  type: 'routed',
  status: 'routed',
  channel: 'digipost',
  rule: 'ACTIVE_MAILBOX',
  reason: { code: 'ACTIVE_MAILBOX', text: 'The recipient has a mailbox.' },
};

describe('a receipt', () => {
  it('is the cells of a row', () => {
    expect(receiptRow(ROUTED)).toEqual([
      '2',
      '2026-03-02 10:00:00Z',
      'routed',
      'routed',
      'digipost',
      'ACTIVE_MAILBOX · The recipient has a mailbox.',
    ]);
  });

  it('is a line without blanks at the end', () => {
    expect(receiptLine({ sequence: 1, type: 'received', status: 'received' })).toMatch(
      /^ {2}1 .*received {14}received$/,
    );
  });
});

describe('routingLines', () => {
  it('says what, why, by which steps and on what evidence', () => {
    const lines = routingLines({
      outcome: 'deliver',
      rule: 'NO_MAILBOX',
      reason: { nb: 'Ingen postkasse.', en: 'No mailbox.' },
      steps: [
        { channel: 'altinn', next: [{ on: 'unreachable' }, { on: 'unread', after: 'P2D' }] },
        { channel: 'print', next: [] },
      ],
      skipped: [{ channel: 'mailbox', rule: 'NO_MAILBOX' }],
      evidence: [{ register: 'krr', what: 'no mailbox', at: '2026-03-02T10:00:00Z' }],
    });
    expect(lines).toEqual([
      'deliver by NO_MAILBOX',
      '  Ingen postkasse.',
      '  No mailbox.',
      '  1. altinn, next when unreachable or unread after P2D',
      '  2. print',
      '  not mailbox: NO_MAILBOX',
      '  krr: no mailbox (2026-03-02T10:00:00Z)',
    ]);
  });
});
