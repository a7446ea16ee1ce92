import { describe, expect, it } from '@jest/globals';
import type { ChannelNeed } from '#channels/channel.port.js';
import { aDocument, anOrder } from '#channels/testing/order-builder.js';
import { ok } from '#domain/result.js';
import type { PostalOrder, PrintVendor } from './print-vendor.js';
import { PrintAdapter } from './print.adapter.js';

const AT = new Date('2026-11-23T09:00:00Z');
const ADDRESS = { name: 'Ingrid Eksempel', lines: ['Prøveveien 7 B'], postalCode: '0987', city: 'Oslo' };

/** A vendor that takes everything and says what it got. */
function aVendor(needs?: ChannelNeed): PrintVendor & { readonly got: PostalOrder[]; readonly closed: () => number } {
  const got: PostalOrder[] = [];
  let closed = 0;
  return {
    ...(needs === undefined ? {} : { needs }),
    inbox: { scope: 'shared', fetch: () => Promise.resolve(ok([])), confirm: () => Promise.resolve(ok(undefined)) },
    deposit: (order) => {
      got.push(order);
      return Promise.resolve(ok({ reference: 'r', acceptedAt: AT }));
    },
    status: () => Promise.resolve(ok({ kind: 'unknown' })),
    onApplicationShutdown: () => {
      closed += 1;
    },
    got,
    closed: () => closed,
  };
}

describe('the print channel', () => {
  it('gives a letter with an address to its vendor, as it is', async () => {
    const vendor = aVendor();
    const order = anOrder({ target: { kind: 'postal', address: ADDRESS } });
    expect(await new PrintAdapter(vendor).deposit(order, AbortSignal.timeout(1000))).toMatchObject({ ok: true });
    expect(vendor.got).toEqual([order]);
  });

  it.each([
    ['no address', anOrder({ target: { kind: 'person', personIdentifier: '20914695016' } }), 'PRINT_WRONG_TARGET'],
    [
      'half an address',
      anOrder({ target: { kind: 'postal', address: { ...ADDRESS, city: '' } } }),
      'PRINT_ADDRESS_INCOMPLETE',
    ],
    [
      'something that is not PDF',
      anOrder({ target: { kind: 'postal', address: ADDRESS }, documents: [aDocument({ mediaType: 'text/plain' })] }),
      'PRINT_MEDIA_TYPE_NOT_ALLOWED',
    ],
  ])('does not trouble it with %s', async (_what, order, code) => {
    const vendor = aVendor();
    const result = await new PrintAdapter(vendor).deposit(order, AbortSignal.timeout(1000));
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(vendor.got).toEqual([]);
  });

  it('needs and reads what its vendor does, and closes it', async () => {
    const [plain, needy] = [aVendor(), aVendor('print-service')];
    expect(new PrintAdapter(plain).needs).toBeUndefined();
    const adapter = new PrintAdapter(needy);
    expect(adapter.needs).toBe('print-service');
    expect(adapter.inbox).toBe(needy.inbox);
    await adapter.onApplicationShutdown();
    expect(needy.closed()).toBe(1);
  });
});
