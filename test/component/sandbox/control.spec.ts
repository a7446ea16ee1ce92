import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { realLookingPerson } from '#channels/testing/real-looking-person.js';
import { startSandbox } from '../../../apps/sandbox/src/sandbox-app.js';
import { dropSchemas, testDatabaseConfig } from '../../support/test-database.js';

/** `/control` over HTTP, with the real database behind it and all simulators beside it. */
const DIGIPOST_USER = '20914695016';
const UNKNOWN_PERSON = '02856534300';
const REAL_LOOKING_PERSON = realLookingPerson();

const database = testDatabaseConfig();
let sandbox: NestFastifyApplication;
let baseUrl: string;
let environment: Record<string, string>;

beforeAll(async () => {
  const [port, sftpPort] = [await freePort(), await freePort()];
  baseUrl = `http://127.0.0.1:${String(port)}`;
  environment = {
    MF_ENVIRONMENT: 'sandbox',
    LOG_LEVEL: 'fatal',
    DATABASE_URL: database.url,
    DATABASE_SCHEMA: database.schema,
    SANDBOX_PORT: String(port),
    SANDBOX_SFTP_PORT: String(sftpPort),
  };
  sandbox = await startSandbox(environment);
}, 60_000);

afterAll(async () => {
  await sandbox.close();
  await dropSchemas(database);
});

beforeEach(async () => {
  await call('DELETE', '/control/faults');
});

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Record<string, unknown>;
}

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(baseUrl + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the sandbox', () => {
  it('refuses to start in production', async () => {
    await expect(startSandbox({ ...environment, MF_ENVIRONMENT: 'production' })).rejects.toThrow('MF_ENVIRONMENT');
  });

  it('is ready, and serves its metrics', async () => {
    expect((await call('GET', '/health/ready')).status).toBe(200);
    expect(await (await fetch(`${baseUrl}/metrics`)).text()).toContain('process_cpu_user_seconds_total');
  });

  it('answers unknown pages with a problem document', async () => {
    expect(await call('GET', '/nowhere')).toMatchObject({ status: 404, type: expect.stringContaining('problem+json') });
  });
});

describe('/control/faults', () => {
  it('plays a fault on the service it names, once, without being told the content type', async () => {
    await call('POST', '/control/faults', { service: 'krr', mode: 'error-500', rate: 1, count: 1 });
    expect((await call('POST', '/krr/rest/v2/personer', {})).status).toBe(500);
    expect((await call('POST', '/krr/rest/v2/personer', {})).status).toBe(401);
  });

  it('replaces the fault of the same service, lists and clears', async () => {
    await call('POST', '/control/faults', { service: 'dpi', mode: 'slow', rate: 0.5 });
    await call('POST', '/control/faults', { service: 'dpi', mode: 'reset', rate: 0.1 });
    expect((await call('GET', '/control/faults')).body).toEqual({
      faults: [{ service: 'dpi', mode: 'reset', rate: 0.1 }],
    });
    await call('DELETE', '/control/faults');
    expect((await call('GET', '/control/faults')).body).toEqual({ faults: [] });
  });

  it('names every wrong field at once', async () => {
    const answer = await call('POST', '/control/faults', { service: 'fax', mode: 'dead', rate: 2, colour: 1 });
    const fields = (answer.body['errors'] as { field: string }[]).map((error) => error.field);
    expect(answer).toMatchObject({ status: 400, type: expect.stringContaining('problem+json') });
    expect(new Set(fields)).toEqual(new Set(['service', 'mode', 'rate', 'colour']));
  });
});

describe('/control/clock', () => {
  it('adds durations up', async () => {
    const before = (await call('GET', '/control/clock')).body['offsetMs'] as number;
    await call('POST', '/control/clock', { advance: 'PT40H' });
    const after = await call('POST', '/control/clock', { advance: 'P1W' });
    expect((after.body['offsetMs'] as number) - before).toBe((40 + 7 * 24) * 3_600_000);
    expect(Date.parse(after.body['time'] as string) - Date.now()).toBeGreaterThan((40 + 7 * 24 - 1) * 3_600_000);
  });

  it('tells a waiting client when the time moves', async () => {
    const before = (await call('GET', '/control/clock')).body['offsetMs'] as number;
    const waiting = call('GET', `/control/clock?since=${String(before)}`);
    await call('POST', '/control/clock', { advance: 'PT1H' });
    expect((await waiting).body['offsetMs']).toBe(before + 3_600_000);
  });

  it('answers a client that is behind at once', async () => {
    const { body } = await call('GET', '/control/clock?since=-1');
    expect(body['offsetMs']).toEqual(expect.any(Number));
  });

  it.each([{ advance: '40 hours' }, { advance: '-PT1H' }, { advance: 'P9000Y' }, {}])('refuses %j', async (body) => {
    expect((await call('POST', '/control/clock', body)).status).toBe(400);
  });
});

describe('/control/persons and /control/organisations', () => {
  it('has the seeds', async () => {
    expect((await call('GET', `/control/persons/${DIGIPOST_USER}`)).body).toMatchObject({
      krr: { mailbox: 'digipost' },
    });
    expect((await call('GET', `/control/persons/${UNKNOWN_PERSON}`)).status).toBe(404);
  });

  it('keeps a raw register document when the person is put again', async () => {
    const path = `/control/persons/${UNKNOWN_PERSON}`;
    expect((await call('PUT', `${path}/folkeregisteret`, { foedsel: [{ aarsak: 'x' }] })).status).toBe(204);
    await call('PUT', path, {
      name: 'Ny Nebbhval',
      birthDate: '1965-05-02',
      krr: { status: 'IKKE_REGISTRERT', reserved: false },
    });
    expect((await call('GET', path)).body).toMatchObject({
      name: 'Ny Nebbhval',
      folkeregisteretDocument: { foedsel: [{ aarsak: 'x' }] },
    });
  });

  it.each([REAL_LOOKING_PERSON, '20914695017', '123'])('refuses a person that is not synthetic', async (identifier) => {
    const answer = await call('PUT', `/control/persons/${identifier}`, { name: 'x' });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain(identifier);
  });

  it('refuses a day of birth that no calendar has', async () => {
    const answer = await call('PUT', `/control/persons/${DIGIPOST_USER}`, { name: 'x', birthDate: '2020-13-45' });
    expect(answer).toMatchObject({ status: 400, type: expect.stringContaining('problem+json') });
  });

  it('refuses a real organisation and takes a synthetic one', async () => {
    expect((await call('PUT', '/control/organisations/991825827', { name: 'x', hasRole: true })).status).toBe(400);
    expect((await call('PUT', '/control/organisations/311000101', { name: 'ANNET AS', hasRole: false })).body).toEqual({
      organisationNumber: '311000101',
      name: 'ANNET AS',
      hasRole: false,
    });
  });
});

describe('/control/certificates', () => {
  const isListed = async (name: string): Promise<boolean> => {
    const { body } = await call('GET', `/control/keys/${name}`);
    const { serialNumber } = new X509Certificate((body as { certificate: string }).certificate);
    const list = Buffer.from(await (await fetch(`${baseUrl}/crl/root.crl`)).arrayBuffer());
    return list.includes(Buffer.from(serialNumber, 'hex'));
  };

  it('puts a certificate on the revocation list, and takes it off again', async () => {
    expect(await isListed('digipost')).toBe(false);
    const revoked = await call('PUT', '/control/certificates/digipost', { revoked: true });
    expect(revoked).toMatchObject({ status: 200, body: { name: 'digipost', revoked: true } });
    await call('PUT', '/control/certificates/313000001', { revoked: true });
    expect([await isListed('digipost'), await isListed('313000001'), await isListed('eboks')]).toEqual([
      true,
      true,
      false,
    ]);
    await call('PUT', '/control/certificates/digipost', { revoked: false });
    await call('PUT', '/control/certificates/313000001', { revoked: false });
    expect([await isListed('digipost'), await isListed('313000001')]).toEqual([false, false]);
  });

  it.each(['root', 'maskinporten', '999999999'])('has none of %s', async (name) => {
    expect((await call('PUT', `/control/certificates/${name}`, { revoked: true })).status).toBe(404);
  });

  it('says what is wrong with the wish', async () => {
    expect((await call('PUT', '/control/certificates/digipost', { revoked: 'yes' })).status).toBe(400);
  });
});

describe('/control/keys, token, deliveries and citizen', () => {
  it("gives receivers' private keys, and of senders the certificate alone", async () => {
    expect((await call('GET', '/control/keys/eboks')).body).toEqual({
      certificate: expect.stringContaining('BEGIN CERTIFICATE'),
      privateKey: expect.stringContaining('PRIVATE KEY'),
    });
    expect(Object.keys((await call('GET', '/control/keys/313003000')).body)).toEqual(['certificate']);
    expect((await call('GET', '/control/keys/root')).status).toBe(404);
  });

  it('issues a token of the simulated Maskinporten', async () => {
    const { body } = await call('POST', '/control/token', { consumer: '313000001', supplier: '313003000' });
    const claims = JSON.parse(
      Buffer.from(String(body['access_token']).split('.')[1] ?? '', 'base64url').toString('utf8'),
    ) as object;
    expect(claims).toMatchObject({ consumer: { ID: '0192:313000001' }, supplier: { ID: '0192:313003000' } });
  });

  it('tells plainly that there is nothing to open or to read', async () => {
    expect((await call('GET', '/control/deliveries?channel=digipost')).body).toEqual([]);
    expect((await call('GET', '/control/deliveries/none/raw')).status).toBe(404);
    expect((await call('POST', `/control/citizen/${DIGIPOST_USER}/open`, { letterId: 'none' })).status).toBe(404);
    expect((await call('POST', `/control/citizen/${DIGIPOST_USER}/open`, {})).status).toBe(400);
  });
});

describe('a restart', () => {
  it('keeps the clock and what was put', async () => {
    await call('PUT', `/control/persons/${DIGIPOST_USER}`, { name: 'Flyttet Fjellrev', birthDate: '1946-11-20' });
    const before = (await call('POST', '/control/clock', { advance: 'P1D' })).body['offsetMs'];
    await sandbox.close();
    sandbox = await startSandbox(environment);
    expect((await call('GET', '/control/clock')).body['offsetMs']).toBe(before);
    expect((await call('GET', `/control/persons/${DIGIPOST_USER}`)).body['name']).toBe('Flyttet Fjellrev');
  }, 30_000);
});
