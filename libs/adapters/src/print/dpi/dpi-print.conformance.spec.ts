import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DepositAccepted } from '#channels/channel.port.js';
import type { DepositOrder, DepositTarget } from '#channels/deposit-order.js';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import type { SimulatedDelivery } from '#channels/simulation/simulation-world.js';
import type { ConformanceContext } from '#channels/testing/conformance-context.js';
import { eventually } from '#channels/testing/eventually.js';
import { aDocument, anOrder, type OrderWishes } from '#channels/testing/order-builder.js';
import type { Failure } from '#domain/failure.js';
import type { PrintWishes } from '#domain/letter.js';
import type { PostalAddress } from '#domain/postal-address.js';
import type { Result } from '#domain/result.js';
import { AccessPointState } from '#dpi/simulator/access-point.state.js';
import { SIMULATED_PRINT_SERVICE } from '#dpi/simulator/print-delivery.js';
import { ReceiptIssuer } from '#dpi/simulator/receipt-issuer.js';
import { dpiUnderTest } from '#dpi/testing/dpi-conformance.js';
import { DPI_PRINT_SUBJECT } from '../testing/dpi-print.subject.js';

type PostalTarget = Extract<DepositTarget, { kind: 'postal' }>;

const PLAIN: PrintWishes = { colour: 'black-and-white', postage: 'B', duplex: true, undeliverable: 'return' };
const HOUR_MS = 3_600_000;

describe('print through DPI, beside what all channels do', () => {
  let context: ConformanceContext;
  const signal = (): AbortSignal => AbortSignal.timeout(10_000);

  beforeAll(async () => {
    context = await dpiUnderTest(DPI_PRINT_SUBJECT).start({});
  });
  afterEach(() => {
    context.simulator.faults.clear();
  });
  afterAll(() => context.stop());

  function target(changes: Partial<PostalTarget> = {}): PostalTarget {
    const { address } = context.targets;
    if (address?.kind !== 'postal') throw new Error('The context has an address.');
    return { ...address, ...changes };
  }

  function order(wishes: Partial<OrderWishes> = {}): DepositOrder {
    return anOrder({ target: target(), sender: context.sender, at: context.simulator.clock.now(), ...wishes });
  }

  function deposit(letter: DepositOrder): Promise<Result<DepositAccepted, Failure>> {
    return context.channel.deposit(letter, signal());
  }

  async function sent(wishes: Partial<OrderWishes> = {}): Promise<DepositOrder> {
    const letter = order(wishes);
    const result = await deposit(letter);
    if (!result.ok) throw new Error(`${result.error.code}: ${result.error.text}`);
    return letter;
  }

  function deliveries(letter: DepositOrder): SimulatedDelivery[] {
    return [...context.simulator.world.deliveries.values()].filter(
      ({ reference }) => reference === letter.conversationId,
    );
  }

  async function inbox(signer: string): Promise<readonly ProviderReceipt[]> {
    const result = await context.channel.inbox?.fetch({ signer, limit: 1000 }, signal());
    if (result?.ok !== true) throw new Error('The inbox did not answer.');
    return result.value;
  }

  /** Everything that will ever be said about the letter: the clock is moved on until all is due. */
  async function told(letter: DepositOrder, signer = context.sender): Promise<readonly ProviderReceipt[]> {
    const { clock } = context.simulator;
    clock.setOffset(clock.offset + HOUR_MS);
    return (await inbox(signer)).filter(
      (receipt) => receipt.kind === 'receipt' && receipt.match.conversationId === letter.conversationId,
    );
  }

  const types = (receipts: readonly ProviderReceipt[]): readonly string[] =>
    receipts.flatMap((receipt) => (receipt.kind === 'receipt' ? [receipt.event.type] : []));

  async function postedBody(letter: DepositOrder): Promise<unknown> {
    const jws = (await context.simulator.world.blobs.get(`${letter.depositId}/sbd`))?.toString('utf8') ?? '';
    const payload = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
      standardBusinessDocument: Record<string, unknown>;
    };
    return payload.standardBusinessDocument['utskrift'];
  }

  it('asks the app for the print service', () => {
    expect(context.channel.needs).toBe('print-service');
  });

  it('is received and printed some time later, each told once', async () => {
    const letter = await sent();
    await eventually('both receipts', async () => {
      const said = (await inbox(context.sender)).filter(
        (receipt) => receipt.kind === 'receipt' && receipt.match.conversationId === letter.conversationId,
      );
      return types(said).includes('printed') ? said : undefined;
    });
    expect(types(await told(letter))).toEqual(['print-accepted', 'printed']);
  });

  it('has the letter with its exact bytes, its address, and what lies on top as its title', async () => {
    const letter = await sent();
    const [delivery] = deliveries(letter);
    expect(delivery).toMatchObject({ channel: 'print', address: target().address, title: 'Vedtak' });
    const { blobs } = context.simulator.world;
    expect((await blobs.get(`${letter.depositId}/raw`))?.length).toBeGreaterThan(1000);
    expect((await blobs.get(`${letter.depositId}/sbd`))?.toString('utf8')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it.each<[string, PostalAddress, PostalAddress]>([
    [
      'with four lines',
      { name: 'A', lines: ['c/o B', 'Gata 1', 'Oppgang C', 'Leil. 4'], postalCode: '0150', city: 'OSLO' },
      { name: 'A', lines: ['c/o B', 'Gata 1', 'Oppgang C', 'Leil. 4'], postalCode: '0150', city: 'OSLO' },
    ],
    [
      'abroad: DPI has no field for a foreign postal code, so the place is a line',
      { name: 'A', lines: ['Storgatan 1'], postalCode: '111 22', city: 'Stockholm', countryCode: 'SE' },
      { name: 'A', lines: ['Storgatan 1', '111 22 Stockholm'], countryCode: 'SE' },
    ],
    [
      'that says Norway',
      { name: 'A', lines: ['Gata 1'], postalCode: '0150', city: 'OSLO', countryCode: 'NO' },
      { name: 'A', lines: ['Gata 1'], postalCode: '0150', city: 'OSLO' },
    ],
  ])('goes to an address %s', async (_what, address, printed) => {
    const letter = await sent({ target: target({ address }) });
    expect(deliveries(letter)[0]?.address).toEqual(printed);
  });

  it.each([
    [PLAIN, { utskriftstype: 'SORT_HVIT', posttype: 'B', retur: { returposthaandtering: 'DIREKTE_RETUR' } }],
    [
      { ...PLAIN, colour: 'colour', postage: 'A', undeliverable: 'shred' },
      { utskriftstype: 'FARGE', posttype: 'A', retur: { returposthaandtering: 'MAKULERING_MED_MELDING' } },
    ],
  ] as const)('with the wishes %j is printed so', async (print, body) => {
    expect(await postedBody(await sent({ letter: { print } }))).toMatchObject(body);
  });

  it.each([
    ['shred', ['print-accepted', 'printed', 'returned']],
    ['return', ['print-accepted', 'printed']],
  ] as const)('that comes back and is to %s tells %j', async (undeliverable, expected) => {
    const address = { ...target().address, lines: ['Returpost 1'] };
    const letter = await sent({ target: target({ address }), letter: { print: { ...PLAIN, undeliverable } } });
    const receipts = await told(letter);
    expect(types(receipts)).toEqual(expected);
    const reasons = receipts.flatMap((receipt) => (receipt.kind === 'receipt' ? (receipt.event.reason ?? []) : []));
    expect(reasons.map(({ code }) => code)).toEqual(undeliverable === 'shred' ? ['RETURNED_BY_POST'] : []);
  });

  it('can be failed by the print service, at once or after it was printed', async () => {
    context.simulator.faults.set({ service: 'print', mode: 'reject', rate: 1, count: 1 });
    const refused = await sent();
    expect(await told(refused)).toMatchObject([
      { event: { type: 'failed', reason: { code: 'PRINT_SERVICE_REFUSED_LETTER' }, details: { blame: 'sender' } } },
    ]);
    expect(deliveries(refused)).toEqual([]);
    const printed = await sent();
    await issue(printed, SIMULATED_PRINT_SERVICE);
    expect((await told(printed)).at(-1)).toMatchObject({
      event: { type: 'failed', reason: { code: 'PRINT_SERVICE_FAULT' }, details: { blame: 'channel' } },
    });
  });

  it('is told of by the print service alone: the receipt of another is set aside', async () => {
    const letter = await sent();
    await issue(letter, { channel: 'digipost', organisationNumber: '984661185', takes: 'utskrift' });
    expect(types(await told(letter))).not.toContain('failed');
    expect(await inbox(context.sender)).toContainEqual(
      expect.objectContaining({
        kind: 'quarantined',
        reason: expect.objectContaining({ code: 'RECEIPT_OF_ANOTHER' }),
      }),
    );
  });

  async function issue(letter: DepositOrder, party: typeof SIMULATED_PRINT_SERVICE): Promise<void> {
    const { world, clock, faults, keys, baseUrl } = context.simulator;
    const state = new AccessPointState(world);
    const taken = state.messages.get(letter.depositId);
    if (taken === undefined) throw new Error('The access point has the message.');
    const surroundings = { world, clock, faults, keys, baseUrl, sftpPort: 0, log: (): void => undefined };
    await new ReceiptIssuer(surroundings, state, party).issue(taken, 'feil', { feiltype: 'SERVER' }, HOUR_MS / 2);
  }

  it.each<[string, (whole: DepositOrder) => DepositOrder, object]>([
    [
      'without a return address',
      (whole) => ({ ...whole, sender: { organisationNumber: whole.sender.organisationNumber, name: 'D' } }),
      { kind: 'permanent', code: 'PRINT_RETURN_ADDRESS_MISSING', blame: 'sender' },
    ],
    [
      'whose register names another print service',
      (whole) => ({
        ...whole,
        target: target({ printService: { organisationNumber: '310000003', certificate: '' } }),
      }),
      { kind: 'defect', code: 'PRINT_PROVIDER_DIFFERS' },
    ],
    [
      'whose register gives the certificate of another',
      (whole) => {
        const certificate = context.simulator.keys.get('310000003')?.certificate ?? '';
        return { ...whole, target: target({ printService: { organisationNumber: '974761076', certificate } }) };
      },
      { kind: 'permanent', code: 'RECIPIENT_CERTIFICATE_OF_ANOTHER' },
    ],
  ])('%s is refused before a call is made or a byte is read', async (_what, spoil, error) => {
    // Were there a call, it would be reset and the failure another.
    context.simulator.faults.set({ service: 'dpi', mode: 'reset', rate: 1 });
    let opened = 0;
    const onOpen = (): void => {
      opened += 1;
    };
    const result = await deposit(spoil(order({ documents: [aDocument({ onOpen })] })));
    expect(result).toMatchObject({ ok: false, error });
    expect(opened).toBe(0);
  });

  it('a supplier signs for the sender, and gets the receipts', async () => {
    const supplier = '313003000';
    const letter = await sent({ letter: { sender: { organisationNumber: context.sender, supplier, unit: 'enhet' } } });
    expect(deliveries(letter)).toHaveLength(1);
    expect(types(await told(letter, supplier))).toEqual(['print-accepted', 'printed']);
    expect(await told(letter)).toEqual([]);
  });

  it.each([
    ['reset', 0],
    ['error-500', 0],
    ['drop-after-accept', 1],
  ] as const)('a print service with %s fails the call, and a repeat prints once', async (mode, delivered) => {
    context.simulator.faults.set({ service: 'print', mode, rate: 1, count: 1 });
    const letter = order();
    expect((await deposit(letter)).ok).toBe(false);
    expect(deliveries(letter)).toHaveLength(delivered);
    expect((await deposit(letter)).ok).toBe(true);
    expect(deliveries(letter)).toHaveLength(1);
    expect(types(await told(letter))).toEqual(['print-accepted', 'printed']);
  });
});
