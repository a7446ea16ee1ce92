import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '#channels/testing/eventually.js';
import { aDocument } from '#channels/testing/order-builder.js';
import type { PackageDocument } from '../package/package-document.js';
import type { ReadReceipt } from '../sbd/sbd.reader.js';
import {
  SENDER,
  SimulatedAccessPoint,
  SUPPLIER,
  type Mailbox,
  type MessageWishes,
  type PostableMessage,
} from '../testing/simulated-access-point.js';
import { mailboxSimulator } from './mailbox.simulator.js';

const DAY_MS = 86_400_000;

/** What a mailbox does with a letter (DPI reference 1.6, 2.3, 3.5, 5.4): keeps it, or tells the sender why not. */
describe('a simulated mailbox', () => {
  let accessPoint: SimulatedAccessPoint;
  let token: string;
  let delegated: string;

  beforeAll(async () => {
    accessPoint = await SimulatedAccessPoint.start();
    token = await accessPoint.token();
    delegated = await accessPoint.token({ supplier: SUPPLIER });
  });
  afterAll(() => accessPoint.simulator.stop());

  interface Outcome {
    readonly posted: PostableMessage;
    readonly receipts: readonly ReadReceipt[];
  }

  async function deliver(wishes: Partial<MessageWishes> = {}, count = 1): Promise<Outcome> {
    const kanal = `k-${randomUUID()}`;
    const posted = await accessPoint.message({ token, ...wishes });
    expect(await accessPoint.post(posted, wishes.token ?? token, { kanal })).toMatchObject({ status: 201 });
    const own = wishes.supplier === undefined ? token : await accessPoint.token({ consumer: wishes.supplier });
    const receipts = await eventually(`${String(count)} receipts`, async () => {
      const found = await accessPoint.receipts(own, `?kanal=${kanal}`);
      return found.length >= count ? found : undefined;
    });
    return { posted, receipts };
  }

  const titled = (...titles: readonly string[]): readonly PackageDocument[] =>
    titles.map((title, index) => ({ ...aDocument({ fileName: `fil-${String(index)}.pdf` }), title }));
  const inDays = (days: number): Date => new Date(accessPoint.simulator.clock.now().getTime() + days * DAY_MS);

  describe('refuses by a feil KLIENT', () => {
    const UNKNOWN = '313001008';
    it.each<[string, RegExp, () => Partial<MessageWishes>]>([
      ['a package for another provider', /dekryptere/, () => ({ sealedFor: 'eboks' })],
      [
        'a mailbox that nobody has',
        /Ukjent postkasseadresse/,
        () => ({ change: (json) => json.replace(/innbygger\.[0-9a-f]{12}/, 'innbygger.000000000000') }),
      ],
      ['a package signed by another than the message', /Feil signatur/, () => ({ packageSigner: UNKNOWN })],
      [
        'a package that the sender signed for its supplier',
        /Feil signatur/,
        () => ({ supplier: SUPPLIER, token: delegated, packageSigner: SENDER }),
      ],
      ['another avsender in the manifest', /Feil i manifest \(avsender\)/, () => ({ package: { sender: UNKNOWN } })],
      ['a unit in the manifest alone', /Feil i manifest \(avsender\)/, () => ({ package: { unit: 'enhet' } })],
      [
        'a unit in the message alone',
        /Feil i manifest \(avsender\)/,
        () => ({ order: { letter: { sender: { organisationNumber: SENDER, unit: 'enhet' } } } }),
      ],
      [
        'another mottaker in the manifest',
        /Feil i manifest \(mottaker\)/,
        () => ({ package: { mailboxAddress: 'ingen#0000' } }),
      ],
      [
        'a letter for more than a year ahead',
        /virkningstidspunkt/,
        () => ({ order: { letter: { availableFrom: inDays(365.1) } } }),
      ],
      [
        'a media type that no mailbox takes',
        /Ugyldig verdi: mime/,
        () => ({ package: { documents: [aDocument({ mediaType: 'application/zip', fileName: 'arkiv.zip' })] } }),
      ],
      [
        '201 attachments',
        /Feil i manifest \(for mange/,
        () => ({ package: { documents: titled(...Array.from({ length: 202 }, (_, index) => String(index))) } }),
      ],
      [
        'two documents of one title at e-Boks',
        /SBD:5023/,
        () => ({ mailbox: 'eboks', package: { documents: titled('Vedlegg', 'VEDLEGG') } }),
      ],
    ])('%s', async (_what, detaljer, wishes) => {
      const { posted, receipts } = await deliver(wishes());
      expect(receipts).toMatchObject([
        {
          type: 'feil',
          conversationId: posted.conversationId,
          body: { feiltype: 'KLIENT', detaljer: expect.stringMatching(detaljer) },
        },
      ]);
      expect(accessPoint.delivery(posted)).toBeUndefined();
    });
  });

  describe('takes', () => {
    it.each<[string, () => Partial<MessageWishes>]>([
      ['two documents of one title at Digipost', () => ({ package: { documents: titled('Vedlegg', 'Vedlegg') } })],
      [
        '200 attachments',
        () => ({ package: { documents: titled(...Array.from({ length: 201 }, (_, index) => String(index))) } }),
      ],
      ['both security levels', () => ({ order: { letter: { securityLevel: 3 } } })],
      ['a letter of a supplier', () => ({ supplier: SUPPLIER, token: delegated })],
      [
        'pictures and plain text',
        () => ({
          package: {
            documents: [
              aDocument({ mediaType: 'text/plain', fileName: 'a.txt' }),
              aDocument({ mediaType: 'image/png', fileName: 'b.png' }),
            ],
          },
        }),
      ],
    ])('%s', async (_what, wishes) => {
      const { posted, receipts } = await deliver(wishes());
      expect(receipts.map(({ type }) => type)).toEqual(['leveringskvittering']);
      expect(accessPoint.delivery(posted)).toBeDefined();
    });

    it('a letter for later: promised at once, and not to be opened before', async () => {
      const { posted, receipts } = await deliver({
        order: { letter: { availableFrom: inDays(20), openReceipt: true } },
      });
      expect(receipts.map(({ type }) => type)).toEqual(['leveringskvittering']);
      const { open } = mailboxSimulator({ ...accessPoint.simulator, sftpPort: 0, log: () => undefined }, 'digipost');
      expect(await open?.(posted.id)).toBe(false);
      accessPoint.simulator.clock.setOffset(21 * DAY_MS);
      const opened = await open?.(posted.id);
      accessPoint.simulator.clock.setOffset(0);
      expect(opened).toBe(true);
    });
  });

  it('signs receipts as itself, for whoever sent the letter, about the public body whose it is', async () => {
    const { receipts } = await deliver({ mailbox: 'eboks', supplier: SUPPLIER, token: delegated });
    expect(receipts).toMatchObject([
      {
        from: '922020175',
        to: SUPPLIER,
        body: {
          avsender: { virksomhetsidentifikator: { value: '0192:922020175' } },
          mottaker: { virksomhetsidentifikator: { value: `0192:${SENDER}` } },
        },
      },
    ]);
  });

  describe('tells the citizen', () => {
    const notification = {
      email: { text: 'Du har brev', repeatAfterDays: [0, 7] },
      sms: { text: 'Brev', repeatAfterDays: [1] },
    };
    const bySender = [
      { by: 'sender', channel: 'email', afterDays: [0, 7] },
      { by: 'sender', channel: 'sms', afterDays: [1] },
    ];
    const byCitizen = [
      { by: 'citizen', channel: 'email', afterDays: [0] },
      { by: 'citizen', channel: 'sms', afterDays: [0] },
    ];
    const reachable = { email: { value: 'kari@example.test' }, mobile: { value: '+4799999999' } };

    it.each<[Mailbox, readonly unknown[]]>([
      ['digipost', [...byCitizen, ...bySender]],
      ['eboks', bySender],
    ])('%s: with notices of the sender and own ones', async (mailbox, notices) => {
      await accessPoint.citizen(mailbox, reachable);
      const { posted } = await deliver({ mailbox, order: { letter: { notification }, notifiable: reachable } });
      expect(accessPoint.delivery(posted)?.notices).toEqual(notices);
      const { posted: plain } = await deliver({ mailbox });
      expect(accessPoint.delivery(plain)?.notices).toEqual(byCitizen);
      await accessPoint.citizen(mailbox);
    });

    it('nothing that names an address', async () => {
      const { posted } = await deliver({ order: { letter: { notification }, notifiable: reachable } });
      expect(JSON.stringify(accessPoint.delivery(posted)?.notices)).not.toMatch(/@|\d{3}/);
    });

    it('nothing where a notice cannot arrive, and the sender so; the letter is there all the same', async () => {
      const notifiable = { email: { value: 'kari@borte.invalid' }, mobile: { value: '+47 00 00 00 00' } };
      const { posted, receipts } = await deliver({ order: { letter: { notification }, notifiable } }, 3);
      const told = receipts.map(({ type, body }) => `${type} ${body.varslingskanal ?? ''}`.trim()).sort();
      expect(told).toEqual(['leveringskvittering', 'varslingfeiletkvittering epost', 'varslingfeiletkvittering sms']);
      expect(accessPoint.delivery(posted)).toBeDefined();
    });
  });
});
