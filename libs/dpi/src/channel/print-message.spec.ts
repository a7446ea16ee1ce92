import { describe, expect, it } from '@jest/globals';
import type { DepositOrder, DepositTarget } from '#channels/deposit-order.js';
import { anOrder } from '#channels/testing/order-builder.js';
import type { PostalAddress } from '#domain/postal-address.js';
import { sbdProblems } from '../sbd/sbd-shapes.js';
import { PRINT_MESSAGE } from './print-message.js';

const PROVIDER = '974761076';
const HOME: PostalAddress = { name: 'Ingrid Eksempel', lines: ['Prøveveien 7 B'], postalCode: '0987', city: 'Oslo' };
const OFFICE: PostalAddress = { name: 'Direktoratet', lines: ['Postboks 1'], postalCode: '0030', city: 'OSLO' };
const SERVICE = { organisationNumber: PROVIDER, certificate: 'the PEM of KRR' };

function anOrderTo(target: DepositTarget, changes: Partial<DepositOrder> = {}): DepositOrder {
  const order = anOrder({ target });
  return { ...order, sender: { organisationNumber: '313000001', name: 'D', returnAddress: OFFICE }, ...changes };
}

const posted = (address = HOME): DepositTarget => ({ kind: 'postal', address, printService: SERVICE });

describe('a letter to print', () => {
  it('is sealed for the print service of the register, without a mailbox in the manifest', () => {
    const addressed = PRINT_MESSAGE.address(anOrderTo(posted()), PROVIDER);
    expect(addressed).toMatchObject({ ok: true, value: { certificate: 'the PEM of KRR' } });
    expect(addressed.ok && 'mailboxAddress' in addressed.value).toBe(false);
  });

  it('has a message of its shape, to the provider, with the address and where it goes back to', () => {
    const addressed = PRINT_MESSAGE.address(anOrderTo(posted()), PROVIDER);
    if (!addressed.ok) throw new Error(addressed.error.code);
    const digest = '2IDn+1OdB0BYiqrAsBHxXfGRLLUys0Rc07D0UaSY+nw=';
    const sbd = addressed.value.sbd({ digest, token: 'a.b.c', timeToLiveMs: 1000 });
    expect(sbdProblems(sbd)).toEqual([]);
    expect(JSON.stringify(sbd)).toContain(`0192:${PROVIDER}`);
    expect(sbd).toMatchObject({
      standardBusinessDocument: {
        utskrift: { mottaker: { navn: HOME.name }, retur: { mottaker: { navn: OFFICE.name } } },
      },
    });
  });

  it('goes back to the address of the letter before that of the sender', () => {
    const order = anOrderTo(posted());
    const own = { ...OFFICE, name: 'Avdelingen' };
    const letter = { ...order.letter, print: { ...order.letter.print, returnAddress: own } };
    const addressed = PRINT_MESSAGE.address({ ...order, letter }, PROVIDER);
    if (!addressed.ok) throw new Error(addressed.error.code);
    expect(JSON.stringify(addressed.value.sbd({ digest: '', token: '', timeToLiveMs: 1 }))).toContain('Avdelingen');
  });

  it.each<[string, DepositOrder, object]>([
    [
      'without any return address',
      anOrderTo(posted(), { sender: { organisationNumber: '313000001', name: 'D' } }),
      { kind: 'permanent', code: 'PRINT_RETURN_ADDRESS_MISSING', blame: 'sender' },
    ],
    [
      'with a return address that does not fit',
      anOrderTo(posted(), {
        sender: { organisationNumber: '313000001', name: 'D', returnAddress: { ...OFFICE, lines: ['x'.repeat(101)] } },
      }),
      { kind: 'permanent', code: 'PRINT_RETURN_ADDRESS_UNUSABLE', blame: 'sender' },
    ],
    [
      'to an address that does not fit',
      anOrderTo(posted({ ...HOME, lines: ['x'.repeat(101)] })),
      { kind: 'permanent', code: 'PRINT_ADDRESS_UNUSABLE', blame: 'sender' },
    ],
    [
      'for another print service than the configured one',
      anOrderTo({ kind: 'postal', address: HOME, printService: { ...SERVICE, organisationNumber: '310000003' } }),
      { kind: 'defect', code: 'PRINT_PROVIDER_DIFFERS', text: expect.stringContaining('PRINT_PROVIDER_ORGANISATION') },
    ],
    [
      'whose print service was not looked up',
      anOrderTo({ kind: 'postal', address: HOME }),
      { kind: 'defect', code: 'PRINT_SERVICE_NOT_LOOKED_UP' },
    ],
    [
      'that has no address',
      anOrderTo({ kind: 'organisation', organisationNumber: '311000101' }),
      { kind: 'defect', code: 'WRONG_TARGET' },
    ],
  ])('%s is refused by name, and the address is not in the words', (_what, order, error) => {
    const refused = PRINT_MESSAGE.address(order, PROVIDER);
    expect(refused).toMatchObject({ ok: false, error });
    expect(JSON.stringify(refused)).not.toMatch(/Ingrid|Prøveveien|Postboks|xxx/);
  });
});
