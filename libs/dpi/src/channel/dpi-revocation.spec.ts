import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '#platform/config-error.js';
import { loadConfig } from '#platform/load-config.js';
import { Metrics } from '#platform/metrics.js';
import { certificateInfo, type CertificateInfo } from '../certificate/certificate-info.js';
import { NO_SIGNAL } from '../testing/a-checker.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { dpiRevocation } from './dpi-revocation.js';
import { DpiConfig } from './dpi.config.js';

const AT = new Date('2026-03-02T10:00:00Z');
const BASE = { DPI_BASE_URL: 'http://127.0.0.1:9/dpi', DPI_TRUSTED_CERTIFICATES: '-----BEGIN CERTIFICATE-----' };

describe('revocation as it is configured', () => {
  let path: readonly CertificateInfo[];
  let server: Server;
  let mirror: string;
  let asked: (string | undefined)[];
  let metrics: Metrics;
  let logged: object[];

  beforeAll(async () => {
    const root = new SyntheticAuthority();
    const leaf = root.issue('313000001', { crlUrls: ['http://crl.issuer.invalid/a=b/1.crl'] });
    path = leaf.certificateChain.map(certificateInfo);
    server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    mirror = `http://127.0.0.1:${String(port)}`;
  });

  beforeEach(() => {
    asked = [];
    logged = [];
    metrics = new Metrics('test');
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function verdict(environment: Readonly<Record<string, string>>): Promise<string> {
    const config = loadConfig(DpiConfig, { ...BASE, ...environment }, 'DPI_');
    const warn = (line: object): void => {
      logged.push(line);
    };
    const revocation = dpiRevocation(config, { metrics, logger: { warn } });
    const { kind } = await revocation.check.check(path, AT, NO_SIGNAL);
    await revocation.close();
    return kind;
  }

  const mirrors = (): Record<string, string> => ({
    DPI_CRL_MIRRORS: `http://other.invalid/=http://127.0.0.1:9/,http://crl.issuer.invalid/=${mirror}/lists?name=`,
  });

  it('is required unless it is said otherwise', async () => {
    expect(await verdict(mirrors())).toBe('unknown');
    expect(asked).toEqual(['/lists?name=a=b/1.crl']);
    expect(await verdict({ ...mirrors(), DPI_REVOCATION: 'prefer' })).toBe('good');
    expect(await verdict({ ...mirrors(), DPI_REVOCATION: 'off' })).toBe('good');
    expect(asked).toHaveLength(2);
  });

  it('tells operators what could not be used, in the log and in one counter for all channels', async () => {
    await verdict(mirrors());
    await verdict(mirrors());
    expect(logged).toEqual(
      Array(2).fill({ event: 'crl-unusable', code: 'CRL_UNREACHABLE', url: 'http://crl.issuer.invalid/a=b/1.crl' }),
    );
    expect(await metrics.registry.metrics()).toContain(
      'mf_dpi_crl_problems_total{code="CRL_UNREACHABLE",app="test"} 2',
    );
  });

  it.each([
    { DPI_REVOCATION: 'maybe' },
    { DPI_CRL_MIRRORS: 'http://crl.issuer.invalid/' },
    { DPI_CRL_MIRRORS: 'ldap://a/=http://b/' },
    { DPI_CRL_MAX_AGE_MINUTES: '0' },
    { DPI_ORGANISATION_NUMBER_ATTRIBUTES: 'serialNumber' },
  ])('stops the boot at %j', (environment) => {
    expect(() => loadConfig(DpiConfig, { ...BASE, ...environment }, 'DPI_')).toThrow(ConfigurationError);
  });
});
