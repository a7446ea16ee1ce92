import { expect } from '@jest/globals';
import type { InMemoryWorld } from '#channels/simulation/in-memory-world.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { eventually } from '#channels/testing/eventually.js';
import { GATEWAY_ORGANISATION } from '#maskinporten/simulated-clients.js';
import { tokenIssuerOf } from '#maskinporten/simulated-token-issuer.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { createSimulator } from '../../altinn.simulator.js';
import { AltinnContract } from './altinn-contract.js';

export const RESOURCE = 'meldingsformidler-brev';
export const PERSON = '20914695016';
export const RESERVED_PERSON = '28825897617';
export const COMPANY = '311000101';
export const COMPANY_WITHOUT_ROLE = '311001205';

export const SENDER_SCOPES = 'altinn:serviceowner altinn:correspondence.write altinn:events.subscribe';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** Parsed when it is JSON, else text. */
  readonly body: unknown;
}

export interface Call {
  readonly token?: string;
  readonly json?: unknown;
  readonly form?: FormData;
  readonly octets?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** The request breaks its own model on purpose, and is not held against the document. */
  readonly broken?: boolean;
}

const CORRESPONDENCE = '/correspondence/api/v1';
const contract = AltinnContract.load();

/** The simulated Altinn on a socket, and the calls of its clients; each exchange is held against the OpenAPI document. */
export class AltinnTester {
  private constructor(readonly simulator: RunningSimulator) {}

  static async start(world?: InMemoryWorld): Promise<AltinnTester> {
    const simulator = await startSimulator(createSimulator, world === undefined ? {} : { world });
    const { persons, organisations } = simulator.world;
    const krr = { status: 'AKTIV', email: { value: 'kari@example.no' }, mobile: { value: '+4799999999' } } as const;
    await persons.put(PERSON, { personIdentifier: PERSON, name: 'Kari Prøve', krr });
    await persons.put(RESERVED_PERSON, {
      personIdentifier: RESERVED_PERSON,
      name: 'Reidar Reservert',
      krr: { ...krr, reserved: true },
    });
    await organisations.put(COMPANY, { organisationNumber: COMPANY, name: 'Fjæreplytt AS', hasRole: true });
    await organisations.put(COMPANY_WITHOUT_ROLE, {
      organisationNumber: COMPANY_WITHOUT_ROLE,
      name: 'Isbjørn AS',
      hasRole: false,
    });
    return new AltinnTester(simulator);
  }

  stop(): Promise<void> {
    return this.simulator.stop();
  }

  advance(milliseconds: number): void {
    this.simulator.clock.setOffset(this.simulator.clock.offset + milliseconds);
  }

  /** Maskinporten's own token. */
  maskinporten(scope = SENDER_SCOPES, consumer = GATEWAY_ORGANISATION): Promise<string> {
    return tokenIssuerOf({ ...this.simulator, sftpPort: 0, log: () => undefined }).issue({ consumer, scope });
  }

  /** Exchanged. */
  async sender(scope = SENDER_SCOPES, consumer = GATEWAY_ORGANISATION): Promise<string> {
    const token = await this.maskinporten(scope, consumer);
    const answer = await this.call('GET', '/authentication/api/v1/exchange/maskinporten', { token });
    expect(answer.status).toBe(200);
    return answer.bytes.toString('utf8');
  }

  async citizen(pid = PERSON): Promise<string> {
    const path = `/testtools/api/GetPersonalToken?pid=${pid}&scopes=altinn:correspondence.read`;
    return (await this.call('GET', path)).bytes.toString('utf8');
  }

  /** `path` below `/correspondence/api/v1`. */
  correspondence(method: string, path: string, call: Call = {}): Promise<Answer> {
    return this.call(method, CORRESPONDENCE + path, call);
  }

  async call(method: string, path: string, call: Call = {}): Promise<Answer> {
    const url = new URL(`${this.simulator.baseUrl}/altinn${path}`);
    const octets = call.octets === undefined ? undefined : new Uint8Array(call.octets);
    const body = call.json === undefined ? (call.form ?? octets) : JSON.stringify(call.json);
    const response = await fetch(url, {
      method,
      headers: {
        ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
        ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(call.octets === undefined ? {} : { 'content-type': 'application/octet-stream' }),
        ...call.headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const text = bytes.toString('utf8');
    const parsed: unknown = mediaType.endsWith('json') ? JSON.parse(text) : text;
    if (path.startsWith(CORRESPONDENCE) && contract !== undefined) {
      const problems = contract.problems({
        method,
        path: url.pathname.slice('/altinn'.length),
        query: url.searchParams,
        ...(call.broken === true || call.json === undefined ? {} : { request: call.json }),
        status: response.status,
        mediaType,
        response: parsed,
      });
      expect({ call: `${method} ${path} ${String(response.status)}`, problems }).toEqual({
        call: `${method} ${path} ${String(response.status)}`,
        problems: [],
      });
    }
    return { status: response.status, headers: response.headers, bytes, body: parsed };
  }

  /** The id of a new letter; throws when it is refused. */
  async send(changes: LetterChanges = {}): Promise<string> {
    const token = await this.sender(SENDER_SCOPES, changes.as ?? GATEWAY_ORGANISATION);
    const answer = await this.correspondence('POST', '/correspondence', { token, json: aLetter(changes) });
    const id = firstId(answer.body);
    if (id === undefined) throw new Error(`The letter was refused: ${JSON.stringify(answer.body)}`);
    return id;
  }

  async details(id: string): Promise<JsonObject> {
    const answer = await this.correspondence('GET', `/correspondence/${id}/details`, { token: await this.sender() });
    if (!isJsonObject(answer.body)) throw new Error('The details are no object.');
    return answer.body;
  }

  /** Waits until the history has the status. */
  reached(id: string, status: string): Promise<JsonObject> {
    return eventually(`the status ${status}`, async () => {
      const details = await this.details(id);
      return statusesOf(details).includes(status) ? details : undefined;
    });
  }

  /** A published attachment of the gateway's resource. */
  async attachment(fileName = 'brev.pdf', content = Buffer.from('innhold'), changes: JsonObject = {}): Promise<string> {
    const token = await this.sender();
    const json = { resourceId: RESOURCE, fileName, sendersReference: 'vedlegg', ...changes };
    const made = await this.correspondence('POST', '/attachment', { token, json });
    const id = String(made.body);
    const uploaded = await this.correspondence('POST', `/attachment/${id}/upload`, { token, octets: content });
    expect(uploaded).toMatchObject({ status: 200, body: { status: 'UploadProcessing' } });
    await eventually('the scan', async () => {
      const { body } = await this.correspondence('GET', `/attachment/${id}`, { token });
      return isJsonObject(body) && body['status'] !== 'UploadProcessing' ? true : undefined;
    });
    return id;
  }
}

export interface LetterChanges {
  readonly as?: string;
  readonly letter?: JsonObject;
  readonly content?: JsonObject;
  readonly root?: JsonObject;
}

/** POST /correspondence: a plain letter to a person, with what a test wants to be different. */
export function aLetter({ letter, content, root }: LetterChanges = {}): JsonObject {
  return {
    correspondence: {
      resourceId: RESOURCE,
      sendersReference: 'sak-1',
      content: { language: 'nb', messageTitle: 'Vedtak', messageBody: 'Du har fått et brev.', ...content },
      ...letter,
    },
    recipients: [`urn:altinn:person:identifier-no:${PERSON}`],
    ...root,
  };
}

export function firstId(body: unknown): string | undefined {
  const list: unknown = isJsonObject(body) ? body['correspondences'] : undefined;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return isJsonObject(first) ? String(first['correspondenceId']) : undefined;
}

export function statusesOf(details: JsonObject): readonly string[] {
  const history: unknown = details['statusHistory'];
  return Array.isArray(history) ? history.map((entry) => (isJsonObject(entry) ? String(entry['status']) : '')) : [];
}
