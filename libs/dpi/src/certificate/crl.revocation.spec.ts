import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NO_SIGNAL } from '../testing/a-checker.js';
import { writeCrl } from '../simulator/crl.writer.js';
import { SyntheticAuthority, type CertificateWishes } from '../testing/synthetic-identity.js';
import { TestKeys, type TestKey } from '../testing/test-keys.js';
import { certificateInfo, type CertificateInfo } from './certificate-info.js';
import { CrlClient, MAX_CRL_BYTES } from './crl.client.js';
import type { CrlProblem } from './crl-problem.js';
import { CrlRevocation, type UnknownRevocation } from './crl.revocation.js';
import { CrlStore } from './crl.store.js';

const AT = new Date('2026-03-02T10:00:00Z');
const LISTS = 'http://crl.issuer.invalid/';

/** From the certificate's address, by a mirror, over a socket, to the verdict. */
describe('revocation by lists', () => {
  let root: SyntheticAuthority;
  let key: TestKey;
  let server: Server;
  let client: CrlClient;
  let answer: (response: ServerResponse, path: string) => void;
  let asked: string[];
  let problems: CrlProblem[];

  beforeAll(async () => {
    root = new SyntheticAuthority();
    const keys = new TestKeys();
    keys.take();
    key = keys.take();
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(response, request.url ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = new CrlClient([{ prefix: LISTS, replacement: `http://127.0.0.1:${String(port)}/mirror/` }]);
  });

  beforeEach(() => {
    asked = [];
    problems = [];
    answer = (response) => response.end(list([]));
  });

  afterAll(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function leaf(wishes: CertificateWishes = { crlUrls: [`${LISTS}1.crl`] }): CertificateInfo {
    return certificateInfo(root.issue('313000001', { key, ...wishes }).certificateChain[0] ?? '');
  }

  function list(revoked: readonly CertificateInfo[], by = root): Buffer {
    return writeCrl({
      issuer: certificateInfo(by.certificate),
      key: by.privateKey,
      thisUpdate: AT,
      nextUpdate: new Date('2026-03-03T10:00:00Z'),
      revoked: revoked.map(({ serial }) => ({ serial, at: AT })),
    });
  }

  async function verdict(
    path: readonly CertificateInfo[],
    unknown: UnknownRevocation = 'require',
    signal = NO_SIGNAL,
  ): Promise<string> {
    const onProblem = (problem: CrlProblem): void => {
      problems.push(problem);
    };
    const store = new CrlStore(client, { maxAgeMs: 900_000, onProblem });
    const found = await new CrlRevocation(store, unknown, onProblem).check(path, AT, signal);
    return found.kind === 'good' ? `good for ${String((found.until.getTime() - AT.getTime()) / 1000)} s` : found.kind;
  }

  const rootInfo = (): CertificateInfo => certificateInfo(root.certificate);

  it('goes by the mirror and finds what is on the list', async () => {
    const [good, bad] = [leaf(), leaf()];
    answer = (response) => response.end(list([bad]));
    expect(await verdict([good, rootInfo()])).toBe('good for 900 s');
    expect(await verdict([bad, rootInfo()])).toBe('revoked');
    expect(asked).toEqual(['/mirror/1.crl', '/mirror/1.crl']);
  });

  it('takes the next address when the first fails, and no other scheme than HTTP', async () => {
    answer = (response, path) => {
      if (path.endsWith('1.crl')) response.writeHead(404).end();
      else response.end(list([]));
    };
    const crlUrls = ['ldap://ldap.issuer.invalid/cn=1', `${LISTS}1.crl`, `${LISTS}2.crl`];
    expect(await verdict([leaf({ crlUrls }), rootInfo()])).toBe('good for 900 s');
    expect(asked).toEqual(['/mirror/1.crl', '/mirror/2.crl']);
    expect(problems).toEqual(['CRL_UNREACHABLE']);
  });

  it('looks up an authority in between as well', async () => {
    const between = new SyntheticAuthority(root, { crlUrls: [`${LISTS}root.crl`] });
    const below = certificateInfo(
      between.issue('313000001', { key, crlUrls: [`${LISTS}between.crl`] }).certificateChain[0] ?? '',
    );
    const path = [below, certificateInfo(between.certificate), rootInfo()];
    answer = (response, name) => response.end(name.endsWith('root.crl') ? list([]) : list([], between));
    expect(await verdict(path)).toBe('good for 900 s');
    answer = (response, name) =>
      response.end(name.endsWith('root.crl') ? list([certificateInfo(between.certificate)]) : list([], between));
    expect(await verdict(path)).toBe('revoked');
  });

  it.each([
    ['the issuer cannot be reached', (response: ServerResponse) => response.destroy(), 'CRL_UNREACHABLE'],
    ['it has no such list', (response: ServerResponse) => response.writeHead(404).end(), 'CRL_UNREACHABLE'],
    ['it answers with a page', (response: ServerResponse) => response.end('<html>'), 'CRL_UNREADABLE'],
    [
      'the list is endless',
      (response: ServerResponse) => response.end(Buffer.alloc(MAX_CRL_BYTES + 1)),
      'CRL_UNREACHABLE',
    ],
  ])('is unknown when %s, and good for a minute where that is preferred', async (_what, reply, problem) => {
    answer = reply;
    const path = [leaf(), rootInfo()];
    expect(await verdict(path)).toBe('unknown');
    expect(await verdict(path, 'prefer')).toBe('good for 60 s');
    expect(problems).toEqual([problem, problem]);
  });

  it('is unknown for a certificate that names no list', async () => {
    expect(await verdict([leaf({}), rootInfo()])).toBe('unknown');
    expect(await verdict([leaf({ crlUrls: ['ldap://ldap.issuer.invalid/cn=1'] }), rootInfo()])).toBe('unknown');
    expect(problems).toEqual(['CRL_ADDRESS_MISSING', 'CRL_ADDRESS_MISSING']);
  });

  it('does not wait longer than its caller', async () => {
    answer = () => undefined;
    expect(await verdict([leaf(), rootInfo()], 'prefer', AbortSignal.timeout(50))).toBe('unknown');
    expect(await verdict([leaf(), rootInfo()], 'require', AbortSignal.abort())).toBe('unknown');
  });
});
