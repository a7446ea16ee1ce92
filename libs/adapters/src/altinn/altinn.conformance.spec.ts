import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeChannelConformance } from '#channels/testing/conformance.js';
import { eventually } from '#channels/testing/eventually.js';
import { aDocument, anOrder, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { ok } from '#domain/result.js';
import { loadConfig } from '#platform/load-config.js';
import { AltinnAdapter } from './altinn.adapter.js';
import { AltinnConfig } from './altinn.config.js';
import { RESOURCE, startAltinn, type AltinnContext } from './testing/altinn-context.js';

describeChannelConformance({
  name: 'altinn',
  adapter: AltinnAdapter,
  faultService: 'altinn',
  transport: 'http',
  config: {
    load: (environment) => loadConfig(AltinnConfig, environment, 'ALTINN_'),
    required: { ALTINN_BASE_URL: 'https://platform.example.no', ALTINN_RESOURCE_ID: RESOURCE },
  },
  start: startAltinn,
});

describe('altinn, beside what all channels do', () => {
  const RESERVED = '20914695016';
  const NO_ROLE = '313001008';
  let context: AltinnContext;
  const signal = (): AbortSignal => AbortSignal.timeout(10_000);
  const person = { kind: 'person', personIdentifier: RESERVED } as const;

  beforeAll(async () => {
    context = await startAltinn({});
    const { world } = context.simulator;
    await world.persons.put(RESERVED, {
      personIdentifier: RESERVED,
      name: 'Reservert',
      krr: { status: 'AKTIV', reserved: true },
    });
    await world.organisations.put(NO_ROLE, { organisationNumber: NO_ROLE, name: 'Tomt AS', hasRole: false });
  });
  afterAll(() => context.stop());

  it('a reserved person is unreachable for a decision, and gets information', async () => {
    const decision = await context.channel.deposit(anOrder({ target: person }), signal());
    expect(decision).toMatchObject({ ok: false, error: { kind: 'unreachable', code: 'ALTINN_RESERVED' } });
    const information = await context.channel.deposit(
      anOrder({ target: person, letter: { legalEffect: 'information' } }),
      signal(),
    );
    expect(information.ok).toBe(true);
  });

  it('a recipient that Altinn does not know is unreachable', async () => {
    const target = { kind: 'organisation', organisationNumber: '313002004' } as const;
    const result = await context.channel.deposit(anOrder({ target }), signal());
    expect(result).toMatchObject({ ok: false, error: { kind: 'unreachable', code: 'ALTINN_RECIPIENT_UNKNOWN' } });
  });

  it('an organisation where nobody holds a role is accepted, fails to be published, and is then unreachable', async () => {
    const order = anOrder({ target: { kind: 'organisation', organisationNumber: NO_ROLE } });
    const deposit = await context.channel.deposit(order, signal());
    if (!deposit.ok) throw new Error(deposit.error.code);
    const query = {
      ...order,
      reference: deposit.value.reference,
      sender: TEST_ORGANISATION,
      signer: TEST_ORGANISATION,
    };
    const status = await eventually('the letter has failed', async () => {
      const result = await context.channel.status(query, signal());
      return result.ok && result.value.kind === 'known' && result.value.settled ? result.value : undefined;
    });
    expect(status.receipts).toMatchObject([{ event: { type: 'failed', reason: { code: 'ALTINN_NO_ROLE' } } }]);
    expect([...context.simulator.world.deliveries.values()].map(({ reference }) => reference)).not.toContain(
      order.conversationId,
    );
  });

  it('malware in a document is permanent, and no letter is made', async () => {
    const documents = [aDocument({ bytes: Buffer.from('EICAR-STANDARD-ANTIVIRUS-TEST-FILE') })];
    const order = anOrder({ target: person, documents, letter: { legalEffect: 'information' } });
    const result = await context.channel.deposit(order, signal());
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'permanent', code: 'ALTINN_ATTACHMENT_REFUSED', blame: 'sender' },
    });
  });

  it('is published when the letter becomes available, by the movable clock', async () => {
    const { clock, world } = context.simulator;
    const availableFrom = new Date(clock.now().getTime() + 3_600_000);
    const order = anOrder({ target: person, letter: { legalEffect: 'information', availableFrom } });
    expect((await context.channel.deposit(order, signal())).ok).toBe(true);
    const find = (): unknown =>
      [...world.deliveries.values()].find(({ reference }) => reference === order.conversationId);
    expect(find()).toBeUndefined();
    clock.setOffset(3_700_000);
    await eventually('the letter is published', find);
    clock.setOffset(0);
    expect(find()).toBeDefined();
  });

  it('a title that looks like a list, and a summary in HTML and Markdown, are taken', async () => {
    const letter = {
      legalEffect: 'information',
      title: '2. purring til {{recipientName}}',
      summary: '# Hei\n\n<b>Les</b> *dette* [her](https://example.no), `1 < 2 && 3`',
    } as const;
    expect(await context.channel.deposit(anOrder({ target: person, letter }), signal())).toMatchObject({ ok: true });
  });

  it('titles in Markdown and documents with any name are taken, and the sent receipt tells what was changed', async () => {
    const documents = [`${'😀'.repeat(127)}.pdf`, 'vedtak.pdf.', '\ud83d.pdf', 'vedtak.pdf'].map((fileName) =>
      aDocument({ fileName }),
    );
    const titles = ['# *Viktig*', '> _Viktig_', '[Sak](1): `x`', '---', '\ud83d~~x~~', `*${'😀'.repeat(126)}*`];
    for (const title of titles) {
      const letter = { legalEffect: 'information', title } as const;
      const order = anOrder({ target: person, letter, documents });
      const renamed = [
        { document: 1, fileName: '….pdf' },
        { document: 2, fileName: '….pdf' },
        { document: 3, fileName: '_….pdf' },
        { document: 4, fileName: '… (2).pdf' },
      ];
      const expected = { ok: true, value: { details: { renamed } } };
      expect(await context.channel.deposit(order, signal())).toMatchObject(expected);
      expect(await context.channel.deposit(order, signal())).toMatchObject(expected);
    }
  });

  it('notices are ordered, in the words of the sender, and told of when they have come', async () => {
    const { clock, world } = context.simulator;
    const reachable = '28825897617';
    const krr = {
      status: 'AKTIV',
      reserved: false,
      email: { value: 'synt@example.no', updated: clock.now().toISOString(), verified: clock.now().toISOString() },
      mobile: { value: '+4799999999', updated: clock.now().toISOString(), verified: clock.now().toISOString() },
    } as const;
    await world.persons.put(reachable, { personIdentifier: reachable, name: 'Synt', krr });
    const text = { text: 'Du har fått brev, $recipientNumber$', repeatAfterDays: [0, 7] };
    const target = { kind: 'person', personIdentifier: reachable } as const;
    const order = anOrder({ target, at: clock.now(), letter: { notification: { email: text, sms: text } } });
    const deposit = await context.channel.deposit(order, signal());
    if (!deposit.ok) throw new Error(deposit.error.code);
    const { reference } = deposit.value;
    const query = { ...order, reference, sender: TEST_ORGANISATION, signer: TEST_ORGANISATION };
    const told = async (type: string): Promise<readonly unknown[]> => {
      const status = await context.channel.status(query, signal());
      if (!status.ok || status.value.kind !== 'known') return [];
      const events = status.value.receipts.map((receipt) => (receipt.kind === 'receipt' ? receipt.event : undefined));
      return events.filter((event) => event?.type === type).map((event) => event?.details);
    };
    await eventually('the letter is published', async () => ((await told('delivered')).length > 0 ? true : undefined));
    clock.setOffset(6 * 60_000);
    try {
      const notified = await eventually('both notices', async () => {
        const found = await told('notified');
        return found.length === 2 ? found : undefined;
      });
      expect(notified).toEqual(expect.arrayContaining([{ medium: 'email' }, { medium: 'sms' }]));
    } finally {
      clock.setOffset(0);
    }
  });

  it('calls the subscriber that has answered the validation, and the call names the letter to read', async () => {
    const calls: Buffer[] = [];
    const subscriber = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        calls.push(Buffer.concat(chunks));
        response.end();
      });
    });
    await new Promise<void>((resolve) => subscriber.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${String((subscriber.address() as AddressInfo).port)}/callbacks/altinn`;
      const resource = { id: RESOURCE, isConfidential: false };
      expect(await context.events.subscribe(resource, url, signal())).toEqual(ok('made'));
      await eventually('the validation event', () => calls[0]);
      await eventually('a subscription that is there', async () => {
        const again = await context.events.subscribe(resource, url, signal());
        return again.ok && again.value === 'there' ? true : undefined;
      });
      const deposit = await context.channel.deposit(
        anOrder({ target: person, letter: { legalEffect: 'information' } }),
        signal(),
      );
      if (!deposit.ok) throw new Error(deposit.error.code);
      const hints = await eventually('an event about the letter', () => {
        const parsed = calls.map((body) => context.channel.callback?.parse({ headers: {}, body }));
        return parsed.find((result) => result?.ok === true && result.value.length > 0);
      });
      expect(hints).toEqual(ok([{ reference: deposit.value.reference }]));
    } finally {
      subscriber.closeAllConnections();
      subscriber.close();
    }
  });
});
