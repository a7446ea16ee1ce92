import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LetterOutcome } from './demo-outcome.mjs';

const receipt = (sequence, type, data) => ({
  id: `id-${sequence}-${type}`,
  type: `no.meldingsformidler.letter.${type}.v1`,
  sequence: String(sequence).padStart(6, '0'),
  data,
});

function outcome(expected, ...receipts) {
  const followed = new LetterOutcome({ name: '01', expected });
  for (const each of receipts) followed.add(each);
  return followed;
}

describe('LetterOutcome', () => {
  const received = receipt(1, 'received', { status: 'received' });
  const routed = receipt(2, 'routed', { status: 'routed', rule: 'RESERVED', channel: 'print' });
  const delivered = receipt(4, 'delivered', { status: 'delivered', channel: 'print' });

  it('waits until the expected status is there', () => {
    assert.equal(outcome({ status: 'delivered' }, received, routed).verdict(), 'waiting');
    assert.equal(outcome({ status: 'delivered' }, received, routed, delivered).verdict(), 'reached');
  });

  it('takes the status of the highest sequence, whatever the order of arrival', () => {
    const followed = outcome({ status: 'delivered' }, delivered, received, routed);
    assert.equal(followed.status, 'delivered');
    assert.deepEqual(followed.kinds, ['received', 'routed', 'delivered']);
  });

  it('counts a receipt that came twice once', () => {
    const followed = outcome({ status: 'delivered' }, received);
    assert.equal(followed.add(received), false);
    assert.equal(followed.kinds.length, 1);
  });

  it('misses when another end came, or the right end with another channel or rule', () => {
    const failed = receipt(3, 'failed', {
      status: 'failed',
      reason: { code: 'NO_CHANNEL_LEFT', text: 'No channel is left' },
    });
    assert.equal(outcome({ status: 'delivered' }, received, routed, failed).verdict(), 'missed');
    assert.equal(
      outcome({ status: 'delivered', channel: 'digipost' }, received, routed, delivered).verdict(),
      'missed',
    );
    assert.deepEqual(outcome({ status: 'delivered', rule: 'NO_MAILBOX' }, routed, delivered).mismatches(), [
      'rule is RESERVED, expected NO_MAILBOX',
    ]);
  });

  it('wants every expected error of a rejection', () => {
    const rejected = receipt(1, 'rejected', {
      status: 'rejected',
      details: { errors: [{ field: 'title', code: 'REQUIRED' }] },
    });
    assert.equal(outcome({ status: 'rejected', errors: ['REQUIRED'] }, rejected).verdict(), 'reached');
    assert.deepEqual(outcome({ status: 'rejected', errors: ['REQUIRED', 'NOT_A_UUID'] }, rejected).mismatches(), [
      'errors lack NOT_A_UUID',
    ]);
    const twice = outcome({ status: 'rejected', errors: ['REQUIRED', 'REQUIRED'] }, rejected);
    assert.deepEqual(twice.mismatches(), ['errors lack REQUIRED']);
  });

  it('takes an opened letter for a delivered one', () => {
    const opened = receipt(5, 'opened', { status: 'opened' });
    assert.equal(outcome({ status: 'delivered' }, received, opened).verdict(), 'reached');
  });
});
