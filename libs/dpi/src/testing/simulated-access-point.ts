import { createHash } from 'node:crypto';
import { aDocument, anOrder, type OrderWishes } from '#channels/testing/order-builder.js';
import { mailboxAddressOf } from '#channels/simulation/mailbox-address.js';
import type { SimulatedContact, SimulatedDelivery } from '#channels/simulation/simulation-world.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { tokenIssuerOf, type TokenSubject } from '#maskinporten/simulated-token-issuer.js';
import { SigningIdentityStore, type SigningIdentity } from '#platform/signing-identity.store.js';
import { createSimulator } from '../access-point.simulator.js';
import { certificateInfo } from '../certificate/certificate-info.js';
import { signingKey } from '../certificate/signing-key.js';
import { signSbd } from '../jws/sbd-jws.signer.js';
import { sealPackage } from '../package/cms.encrypter.js';
import type { PackageDescription } from '../package/package-document.js';
import { digitalSbd } from '../sbd/digital-sbd.writer.js';
import { readSbd, type ReadReceipt } from '../sbd/sbd.reader.js';
import { bytesOf } from './bytes-of.js';
import { uncheckedAsice } from './unchecked-asice.js';

export const SENDER = '313000001';
export const SUPPLIER = '313003000';
/** Synthetic persons; each has one mailbox. */
export const CITIZENS = { digipost: '20914695016', eboks: '14895896013' } as const;
const PROVIDERS = { digipost: '984661185', eboks: '922020175' } as const;

export type Mailbox = keyof typeof CITIZENS;

/** What a test wants to be different; everything else is a letter that the mailbox takes. */
export interface MessageWishes {
  readonly mailbox?: Mailbox;
  readonly supplier?: string;
  /** Whose key signs the message, and the package; default who sends. */
  readonly signer?: string;
  readonly packageSigner?: string;
  readonly package?: Partial<PackageDescription>;
  /** Whose key opens the package; default the mailbox's. */
  readonly sealedFor?: Mailbox;
  readonly cms?: Buffer;
  readonly token: string;
  /** What the message holds as maskinportentoken; default the token. */
  readonly embedded?: string;
  readonly digest?: string;
  readonly timeToLiveMs?: number;
  readonly order?: Partial<OrderWishes>;
  /** The last word on the message before it is signed. */
  readonly change?: (json: string) => string;
}

export interface PostableMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly jws: string;
  readonly cms: Buffer;
}

export interface Answer {
  readonly status: number;
  /** Last segment of the problem type, when it is a problem document. */
  readonly problem?: string;
  readonly body: unknown;
}

/** A sender without any of our client: posts to the simulated access point over a socket what it likes. */
export class SimulatedAccessPoint {
  private readonly identities = new SigningIdentityStore('config/certificates');

  private constructor(
    readonly simulator: RunningSimulator,
    private readonly context: SimulationContext,
  ) {}

  static async start(): Promise<SimulatedAccessPoint> {
    let context: SimulationContext | undefined;
    const simulator = await startSimulator((given) => {
      context = given;
      return createSimulator(given);
    });
    if (context === undefined) throw new Error('The simulator was made.');
    const driver = new SimulatedAccessPoint(simulator, context);
    await driver.citizen('digipost');
    await driver.citizen('eboks');
    return driver;
  }

  async citizen(mailbox: Mailbox, contact: Partial<SimulatedContact> = {}): Promise<void> {
    const personIdentifier = CITIZENS[mailbox];
    const krr = { status: 'AKTIV', mailbox, ...contact } as const;
    await this.simulator.world.persons.put(personIdentifier, { personIdentifier, name: 'Prøveperson', krr });
  }

  token(subject: Partial<TokenSubject> = {}): Promise<string> {
    return tokenIssuerOf(this.context).issue({ consumer: SENDER, scope: 'digitalpostinnbygger:send', ...subject });
  }

  identity(organisation: string): SigningIdentity {
    const identity = this.identities.get(organisation);
    if (identity === undefined) throw new Error(`There is no test certificate of ${organisation}.`);
    return identity;
  }

  async message(wishes: MessageWishes): Promise<PostableMessage> {
    const { mailbox = 'digipost', supplier } = wishes;
    const address = mailboxAddressOf(CITIZENS[mailbox]);
    const at = this.simulator.clock.now();
    const target = { kind: 'mailbox', mailbox: { providerOrganisation: PROVIDERS[mailbox], address } } as const;
    const { letter, ...order } = wishes.order ?? {};
    const sender = { organisationNumber: SENDER, ...(supplier === undefined ? {} : { supplier }) };
    const full = anOrder({ target, at, ...order, letter: { sender, ...letter } });
    const cms = wishes.cms ?? (await this.sealed(wishes, address));
    const sbd = digitalSbd(full, {
      provider: PROVIDERS[mailbox],
      mailboxAddress: address,
      digest: wishes.digest ?? createHash('sha256').update(cms).digest('base64'),
      token: wishes.embedded ?? wishes.token,
      timeToLiveMs: wishes.timeToLiveMs ?? 3_600_000,
    });
    const changed = wishes.change?.(JSON.stringify(sbd)) ?? JSON.stringify(sbd);
    const key = signingKey(this.identity(wishes.signer ?? supplier ?? SENDER));
    const jws = await signSbd(JSON.parse(changed) as object, key);
    return { id: full.depositId, conversationId: full.conversationId, jws, cms };
  }

  /** Both parts as files, or the message as a plain field as NAV sends it; or any other form. */
  async post(message: Pick<PostableMessage, 'jws' | 'cms'>, token: string, more: PostOptions = {}): Promise<Answer> {
    const form = more.form ?? twoFiles(message);
    const query = more.kanal === undefined ? '' : `?kanal=${encodeURIComponent(more.kanal)}`;
    return this.call('POST', `/dpi/messages/out${query}`, token, form);
  }

  async call(method: 'GET' | 'POST', path: string, token?: string, body?: FormData | string): Promise<Answer> {
    const response = await fetch(this.simulator.baseUrl + path, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
    const type = isProblem ? (parsed as { type: string }).type.split('/').at(-1) : undefined;
    return { status: response.status, body: parsed, ...(type === undefined ? {} : { problem: type }) };
  }

  /** Unread receipts of whom the token is for, read but not verified. */
  async receipts(token: string, query = ''): Promise<readonly ReadReceipt[]> {
    const { body = [] } = await this.call('GET', `/dpi/messages/in${query}`, token);
    return (body as readonly { readonly forretningsmelding: string }[]).map(({ forretningsmelding }) => {
      const payload = Buffer.from(forretningsmelding.split('.')[1] ?? '', 'base64url');
      const read = readSbd(payload);
      if (!read.ok) throw new Error('The simulator wrote a receipt that does not hold.');
      return read.value as ReadReceipt;
    });
  }

  delivery({ id }: Pick<PostableMessage, 'id'>): SimulatedDelivery | undefined {
    return this.simulator.world.deliveries.get(id);
  }

  private async sealed(wishes: MessageWishes, mailboxAddress: string): Promise<Buffer> {
    const description = { sender: SENDER, mailboxAddress, language: 'nb', documents: [aDocument()], ...wishes.package };
    const key = signingKey(this.identity(wishes.packageSigner ?? wishes.signer ?? wishes.supplier ?? SENDER));
    const [recipient = ''] = this.identity(
      PROVIDERS[wishes.sealedFor ?? wishes.mailbox ?? 'digipost'],
    ).certificateChain;
    const content = (): AsyncIterable<Buffer> => uncheckedAsice(description, key, this.simulator.clock.now());
    const sealed = await sealPackage(content, certificateInfo(recipient), 60_000_000);
    return bytesOf(sealed.pieces());
  }
}

export interface PostOptions {
  readonly kanal?: string;
  readonly form?: FormData | string;
}

export function twoFiles({ jws, cms }: Pick<PostableMessage, 'jws' | 'cms'>): FormData {
  const form = new FormData();
  form.append('forretningsmelding', new Blob([jws], { type: 'application/jwt' }), 'sbd.jwt');
  form.append('dokumentpakke', new Blob([new Uint8Array(cms)], { type: 'application/cms' }), 'asic.cms');
  return form;
}
