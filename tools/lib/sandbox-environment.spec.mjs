import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sandboxEnvironment } from './sandbox-environment.mjs';
import { planStack } from './stack-plan.mjs';

const services = { databaseUrl: 'postgres://db', amqpUrl: 'amqp://broker' };

describe('sandboxEnvironment', () => {
  it('points every service at the sandbox, wherever its port is', () => {
    const environment = sandboxEnvironment(services, { SANDBOX_PORT: '9100' });
    assert.equal(environment.KRR_BASE_URL, 'http://127.0.0.1:9100/krr');
    assert.equal(environment.DPI_CRL_MIRRORS, 'http://crl.sandbox.invalid/=http://127.0.0.1:9100/crl/');
    assert.equal(environment.SANDBOX_PORT, '9100');
    assert.equal(environment.DATABASE_URL, 'postgres://db');
  });

  it('has what either print vendor needs, so that PRINT_VENDOR alone chooses', () => {
    const environment = sandboxEnvironment(services, { PRINT_VENDOR: 'dpi' });
    assert.equal(environment.PRINT_VENDOR, 'dpi');
    for (const name of ['DPI_BASE_URL', 'DPI_TRUSTED_CERTIFICATES_FILE', 'PRINT_SFTP_HOST', 'KRR_BASE_URL'])
      assert.ok(environment[name], name);
  });

  it('honours what is set and takes an empty variable for unset', () => {
    const environment = sandboxEnvironment(services, {
      KRR_BASE_URL: 'http://elsewhere',
      DPI_BASE_URL: '',
      MASTER_KEY: 'k',
    });
    assert.equal(environment.KRR_BASE_URL, 'http://elsewhere');
    assert.equal(environment.DPI_BASE_URL, 'http://127.0.0.1:9000/dpi');
    assert.equal(environment.MASTER_KEY_FILE, undefined);
  });
});

describe('planStack', () => {
  it('gives further instances names and ports of their own', () => {
    const plan = planStack(
      { sandbox: true, gateways: 2, receipts: 1 },
      sandboxEnvironment(services, { GATEWAY_PORT: '8000' }),
    );
    assert.deepEqual(
      plan.map(({ name, ports }) => [name, ports[0].port]),
      [
        ['sandbox', 9000],
        ['gateway', 8000],
        ['gateway-2', 8010],
        ['receipts', 8081],
        ['console', 8082],
      ],
    );
    assert.equal(plan[2].env.APP_INSTANCE, 'gateway-2');
    assert.equal(plan[2].env.GATEWAY_PORT, '8010');
  });

  it('leaves the sandbox out when told to', () => {
    assert.deepEqual(
      planStack({ sandbox: false, gateways: 1, receipts: 1 }, {}).map(({ name }) => name),
      ['gateway', 'receipts', 'console'],
    );
  });
});
