import { expect, it } from '@jest/globals';
import { Metrics } from '#platform/metrics.js';
import type { SigningIdentity } from '#platform/signing-identity.store.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { reportSigningExpiry } from './signing-expiry.js';

it('tells when each certificate that we sign with runs out, once, and leaves out what cannot be read', async () => {
  const broken: SigningIdentity = { organisationNumber: '313001008', certificateChain: ['no'], privateKey: '' };
  const identities = new Map([
    ['313000001', new SyntheticAuthority().issue('313000001', { to: new Date('2030-01-01T00:00:00Z') })],
    ['313001008', broken],
  ]);
  const store = {
    get: (organisation: string): SigningIdentity | undefined => identities.get(organisation),
    organisationNumbers: () => [...identities.keys()],
  };
  const metrics = new Metrics('test');
  reportSigningExpiry(store, metrics);
  reportSigningExpiry(store, metrics);
  const lines = (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('mf_signing'));
  expect(lines).toEqual([
    'mf_signing_certificate_expires_timestamp_seconds{organisation="313000001",app="test"} 1893456000',
  ]);
});
