import { describe, expect, it } from '@jest/globals';
import { SenderDirectory, type SenderRefusal } from './sender-directory.js';

const STATE_BODY = '313000001';
const OTHER = '313002004';
const SUPPLIER = '313003000';

const directory = new SenderDirectory(
  [
    {
      organisationNumber: STATE_BODY,
      name: 'Direktoratet',
      profile: 'state',
      amqpUsers: ['guest'],
      suppliers: [SUPPLIER],
    },
    { organisationNumber: OTHER, name: 'Andre', profile: 'state', amqpUsers: ['other'], suppliers: [] },
  ],
  [{ organisationNumber: SUPPLIER, name: 'Leverandør', amqpUsers: ['supplier-user'] }],
);

describe('SenderDirectory', () => {
  it.each<[user: string | undefined, sender: string, supplier: string | undefined, refusal: SenderRefusal | undefined]>(
    [
      ['guest', STATE_BODY, undefined, undefined],
      ['other', OTHER, undefined, undefined],
      ['supplier-user', STATE_BODY, SUPPLIER, undefined],
      ['guest', OTHER, undefined, 'SENDER_USER_MISMATCH'],
      ['guest', STATE_BODY, SUPPLIER, 'SENDER_USER_MISMATCH'],
      ['supplier-user', STATE_BODY, undefined, 'SENDER_USER_MISMATCH'],
      ['supplier-user', OTHER, SUPPLIER, 'SUPPLIER_NOT_DELEGATED'],
      [undefined, STATE_BODY, undefined, 'NO_USER_ID'],
      ['guest', '910753614', undefined, 'SENDER_NOT_REGISTERED'],
    ],
  )('user %s, sender %s, supplier %s: %s', (user, sender, supplier, refusal) => {
    expect(directory.refusal(user, sender, supplier)).toBe(refusal);
  });

  it('lists everyone who signs and has a receipts queue once', () => {
    expect(directory.organisationNumbers()).toEqual([STATE_BODY, OTHER, SUPPLIER]);
  });
});
