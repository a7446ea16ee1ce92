import { beforeAll, describe, expect, it } from '@jest/globals';
import { FileKeys } from '#channels/simulation/file-keys.js';
import { InMemoryWorld } from '#channels/simulation/in-memory-world.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { aDocument, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { systemClock } from '#domain/clock.js';
import type { Result } from '#domain/result.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { certificateInfo } from '../certificate/certificate-info.js';
import { signingKey, type SigningKey } from '../certificate/signing-key.js';
import { writeAsice } from '../package/asice.writer.js';
import { sealPackage } from '../package/cms.encrypter.js';
import type { PackageDescription } from '../package/package-document.js';
import { readSbd } from '../sbd/sbd.reader.js';
import { bytesOf } from '../testing/bytes-of.js';
import { aDigitalSbd, aPrintSbd } from '../testing/example-messages.js';
import type { TakenMessage } from './access-point.state.js';
import type { PromisedReceipt } from './corner4-party.js';
import type { CheckedMessage } from './message-checks.js';
import { PrintDelivery } from './print-delivery.js';
import { sandboxCertificates } from './sandbox-certificates.js';

const CERTIFICATES = 'config/certificates';
const MESSAGE: TakenMessage = {
  id: '5738440c-d802-47fe-b274-b4b673b9e493',
  conversationId: 'c2e01afe-e883-47c7-9cb9-a9b649b7b1d1',
  consumer: TEST_ORGANISATION,
  owner: TEST_ORGANISATION,
  kanal: 'mf-print',
  provider: '974761076',
  openReceipt: false,
  statuses: [],
  delivered: false,
};
const PLAIN: PackageDescription = { sender: TEST_ORGANISATION, language: 'nb', documents: [aDocument()] };

interface Wishes {
  readonly package?: Partial<PackageDescription>;
  readonly signer?: string;
  readonly sealedFor?: string;
  readonly message?: object;
}

describe('the simulated print service', () => {
  let context: SimulationContext;
  let keyOf: (organisation: string) => SigningKey;

  beforeAll(() => {
    const identities = new SigningIdentityStore(CERTIFICATES);
    keyOf = (organisation) => {
      const identity = identities.get(organisation);
      if (identity === undefined) throw new Error(`There is no test certificate of ${organisation}.`);
      return signingKey(identity);
    };
    context = {
      world: new InMemoryWorld(),
      clock: systemClock,
      faults: { next: () => undefined },
      keys: new FileKeys(CERTIFICATES),
      baseUrl: 'http://127.0.0.1:9',
      sftpPort: 0,
      log: () => undefined,
    };
  });

  async function deliver(wishes: Wishes = {}): Promise<Result<readonly PromisedReceipt[], string>> {
    const key = keyOf(wishes.signer ?? TEST_ORGANISATION);
    const content = (): AsyncIterable<Buffer> => writeAsice({ ...PLAIN, ...wishes.package }, key, systemClock.now());
    const recipient = certificateInfo(context.keys.get(wishes.sealedFor ?? 'print')?.certificate ?? '');
    const cms = await bytesOf((await sealPackage(content, recipient, 1_000_000)).pieces());
    const read = readSbd(Buffer.from(JSON.stringify(wishes.message ?? aPrintSbd())));
    if (!read.ok) throw new Error('The example is a message.');
    const checked = { sbd: read.value } as CheckedMessage;
    return new PrintDelivery(context, sandboxCertificates(context)).deliver(MESSAGE, checked, { jws: 'a.b.c', cms });
  }

  it('keeps the letter and promises that it is received now and printed later', async () => {
    const promised = await deliver();
    expect(promised).toMatchObject({
      ok: true,
      value: [
        { type: 'mottakskvittering', afterMs: 0 },
        { type: 'leveringskvittering', afterMs: expect.any(Number) },
      ],
    });
    expect(context.world.deliveries.get(MESSAGE.id)).toMatchObject({
      channel: 'print',
      reference: MESSAGE.conversationId,
      title: 'Vedtak',
      address: { lines: [expect.any(String)] },
    });
    expect(await context.world.blobs.get(`${MESSAGE.id}/sbd`)).toEqual(Buffer.from('a.b.c'));
  });

  it.each<[string, Wishes, RegExp]>([
    ['a letter to a mailbox', { message: aDigitalSbd() }, /type/],
    ['a package for another', { sealedFor: 'digipost' }, /dekryptere/],
    ['a package signed by another than the message', { signer: '313001008' }, /Feil signatur/],
    ['a manifest of another sender', { package: { sender: '313001008' } }, /manifest \(avsender\)/],
    ['a manifest with a mailbox', { package: { mailboxAddress: 'kari#1234' } }, /manifest \(mottaker\)/],
    ['a picture', { package: { documents: [aDocument({ mediaType: 'image/png', fileName: 'b.png' })] } }, /pdf/],
    ['what is PDF by name only', { package: { documents: [aDocument({ bytes: Buffer.from('tekst') })] } }, /pdf/],
  ])('refuses %s', async (_what, wishes, why) => {
    await context.world.deliveries.delete(MESSAGE.id);
    expect(await deliver(wishes)).toEqual({ ok: false, error: expect.stringMatching(why) });
    expect(context.world.deliveries.get(MESSAGE.id)).toBeUndefined();
  });
});
