import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '#channels/testing/eventually.js';
import type { ReadReceipt } from '../sbd/sbd.reader.js';
import { SENDER, SimulatedAccessPoint, SUPPLIER, type MessageWishes } from '../testing/simulated-access-point.js';
import { AccessPointState } from './access-point.state.js';

/** What a sender can fetch (DPI reference 1.4): whose, of which kanal, in which order, and how it is marked as read. */
describe('receipts at the simulated access point', () => {
  let accessPoint: SimulatedAccessPoint;
  let token: string;
  let kanal: string;

  beforeAll(async () => {
    accessPoint = await SimulatedAccessPoint.start();
    token = await accessPoint.token();
  });
  beforeEach(() => {
    kanal = `k-${randomUUID()}`;
  });
  afterAll(() => accessPoint.simulator.stop());

  async function sent(wishes: Partial<MessageWishes> = {}, under = kanal): Promise<string> {
    const message = await accessPoint.message({ token, ...wishes });
    const answer = await accessPoint.post(message, wishes.token ?? token, { kanal: under });
    expect(answer.status).toBe(201);
    return message.conversationId;
  }

  const fetched = (query = '', as = token): Promise<readonly ReadReceipt[]> => accessPoint.receipts(as, query);
  const conversations = (receipts: readonly ReadReceipt[]): readonly string[] =>
    receipts.map(({ conversationId }) => conversationId);
  /** They take a little while. */
  const waitFor = (count: number, query: string, as = token): Promise<readonly ReadReceipt[]> =>
    eventually(`${String(count)} receipts`, async () => {
      const receipts = await fetched(query, as);
      return receipts.length >= count ? receipts : undefined;
    });

  it('come back under the kanal of their message, whatever its case, and under no other', async () => {
    const other = `other-${randomUUID()}`;
    const mine = await sent({}, kanal.toUpperCase());
    const theirs = await sent({ mailbox: 'eboks' }, other);
    expect(conversations(await waitFor(1, `?kanal=${kanal}`))).toEqual([mine]);
    expect(conversations(await waitFor(1, `?kanal=${other}`))).toEqual([theirs]);
    expect(conversations(await fetched())).toEqual(expect.arrayContaining([mine, theirs]));
    expect((await accessPoint.call('GET', '/dpi/messages/in?kanal=none', token)).status).toBe(204);
  });

  it('come oldest first, by pages from 1', async () => {
    const all = [await sent(), await sent(), await sent()];
    await waitFor(3, `?kanal=${kanal}`);
    const page = async (size: number, number: number): Promise<readonly string[]> =>
      conversations(await fetched(`?kanal=${kanal}&page_size=${String(size)}&page=${String(number)}`));
    expect(await page(2, 1)).toEqual(all.slice(0, 2));
    expect(await page(2, 2)).toEqual(all.slice(2));
    expect(await page(2, 3)).toEqual([]);
    expect(conversations(await fetched(`?kanal=${kanal}&page_size=1000000`))).toEqual(all);
  });

  it('are never more than 1000 at once', async () => {
    const state = new AccessPointState(accessPoint.simulator.world);
    for (let index = 0; index < 1_005; index += 1) {
      await state.enqueue({ id: randomUUID(), owner: SENDER, consumer: SENDER, kanal, jws: 'x', readyAt: index });
    }
    const { body } = await accessPoint.call('GET', `/dpi/messages/in?kanal=${kanal}&page_size=5000`, token);
    expect(body).toHaveLength(1_000);
  });

  it.each([
    'page_size=0',
    'page_size=-1',
    'page_size=many',
    'page_size=1.5',
    'page_size=',
    'page=0',
    'page=x',
    'page=1e3',
  ])('are not listed for %s', async (query) => {
    expect(await accessPoint.call('GET', `/dpi/messages/in?${query}`, token)).toMatchObject({
      status: 400,
      problem: 'invalid-query',
    });
  });

  it('of a supplier are its own; with a delegated token it sees those of that public body', async () => {
    const delegated = await accessPoint.token({ supplier: SUPPLIER });
    const own = await accessPoint.token({ consumer: SUPPLIER });
    const conversation = await sent({ supplier: SUPPLIER, token: delegated });
    expect(conversations(await waitFor(1, `?kanal=${kanal}`, own))).toEqual([conversation]);
    expect(conversations(await fetched(`?kanal=${kanal}`, delegated))).toEqual([conversation]);
    expect(await fetched(`?kanal=${kanal}`)).toEqual([]);
    const elsewhere = await accessPoint.token({ consumer: '313001008', supplier: SUPPLIER });
    expect(await fetched(`?kanal=${kanal}`, elsewhere)).toEqual([]);
  });

  it('can be asked for by unit', async () => {
    const unit = `${SENDER}:byggesak`;
    const letter = { sender: { organisationNumber: SENDER, unit } };
    const conversation = await sent({ order: { letter }, package: { unit } });
    await waitFor(1, `?kanal=${kanal}`);
    expect(conversations(await fetched(`?kanal=${kanal}&avsenderidentifikator=${encodeURIComponent(unit)}`))).toEqual([
      conversation,
    ]);
    expect(await fetched(`?kanal=${kanal}&avsenderidentifikator=${SENDER}`)).toEqual([]);
  });

  it('are marked as read as often as one likes, by their owner alone, and are gone then', async () => {
    await sent();
    const [receipt] = await waitFor(1, `?kanal=${kanal}`);
    const path = `/dpi/messages/in/${receipt?.messageId ?? ''}/read`;
    const other = await accessPoint.token({ consumer: '313001008' });
    expect(await accessPoint.call('POST', path, other)).toMatchObject({ status: 404, problem: 'unknown-id' });
    expect(await fetched(`?kanal=${kanal}`)).toHaveLength(1);
    for (let times = 0; times < 3; times += 1) expect((await accessPoint.call('POST', path, token)).status).toBe(200);
    expect(await fetched(`?kanal=${kanal}`)).toEqual([]);
    expect(await accessPoint.call('POST', path, other)).toMatchObject({ status: 404 });
    expect(await accessPoint.call('POST', `/dpi/messages/in/${randomUUID()}/read`, token)).toMatchObject({
      status: 404,
      problem: 'unknown-id',
    });
  });

  it('have no dokumentpakke to download', async () => {
    await sent();
    const [receipt] = await waitFor(1, `?kanal=${kanal}`);
    expect(await accessPoint.call('GET', `/dpi/messages/in/${receipt?.messageId ?? ''}`, token)).toEqual({
      status: 404,
      problem: 'unknown-id',
      body: expect.objectContaining({ detail: 'Ugyldig id' }),
    });
  });

  it('that were doubled by the fault switch go one after the other', async () => {
    accessPoint.simulator.faults.set({ service: 'dpi', mode: 'duplicate-receipts', rate: 1 });
    await sent();
    accessPoint.simulator.faults.clear();
    const [first, second] = await waitFor(2, `?kanal=${kanal}`);
    expect(second).toEqual(first);
    const path = `/dpi/messages/in/${first?.messageId ?? ''}/read`;
    await accessPoint.call('POST', path, token);
    expect(await fetched(`?kanal=${kanal}`)).toHaveLength(1);
    await accessPoint.call('POST', path, token);
    expect(await fetched(`?kanal=${kanal}`)).toEqual([]);
  });
});
