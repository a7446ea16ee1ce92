import { describe, expect, it } from '@jest/globals';
import { MaskinportenClient } from './maskinporten.client.js';
import { InProcessMaskinporten } from './testing/in-process-maskinporten.js';
import { assertionWith, byKey, ORGANISATION, type GrantChanges } from './testing/simulated-grants.js';

const SYSTEM_USER = { type: 'urn:altinn:systemuser', systemuser_org: { ID: `0192:${ORGANISATION}` } };

/** Each documented code is provoked at the simulator and read by our client: both sides of the table at once. */
describe('the codes of Maskinporten, from the refusal to the failure', () => {
  it.each<[string, string, GrantChanges]>([
    ['MP-011', 'INVALID_REQUEST', { assertion: 'no JWT' }],
    ['MP-100', 'CLIENT_UNKNOWN', { claims: { iss: 'nobody' } }],
    ['MP-110', 'WRONG_AUDIENCE', { claims: { aud: 'http://simulation/maskinporten/token' } }],
    ['MP-120', 'CERTIFICATE_REFUSED', { header: { x5c: ['AAAA'] } }],
    ['MP-121', 'KEY_EXPIRED', byKey(`expired-${ORGANISATION}`)],
    ['MP-121', 'KEY_EXPIRED', byKey(`revoked-${ORGANISATION}`)],
    ['MP-122', 'CERTIFICATE_OF_ANOTHER', { claims: { iss: 'client-313001008' } }],
    ['MP-123', 'X5C_MALFORMED', { header: { x5c: 'AAAA' as unknown as string[] } }],
    ['MP-124', 'SIGNATURE_REFUSED', { signedBy: '313001008' }],
    ['MP-130', 'GRANT_EXPIRED', { claims: { iat: 1_000_000_000, exp: 1_000_000_100 } }],
    ['MP-200', 'SCOPE_UNKNOWN', { claims: { scope: 'no:such' } }],
    ['MP-201', 'SCOPE_NOT_GRANTED', { claims: { scope: 'krr:global/digitalpost.read' } }],
    ['MP-250', 'CONSUMER_LACKS_SCOPE', { claims: { consumer_org: '312508729' } }],
    ['MP-251', 'NOT_DELEGATED', { claims: { consumer_org: '313001008' } }],
    ['MP-301', 'AUTHORIZATION_DETAILS', { claims: { authorization_details: [{ type: 'x' }] } }],
    ['MP-302', 'AUTHORIZATION_DETAILS', { claims: { authorization_details: [{ ...SYSTEM_USER, systemuser_org: 1 }] } }],
    ['MP-303', 'AUTHORIZATION_DETAILS', { claims: { authorization_details: [SYSTEM_USER] } }],
  ])('%s is MASKINPORTEN_%s', async (mpCode, code, changes) => {
    const maskinporten = new InProcessMaskinporten();
    const client = new MaskinportenClient(maskinporten, `${maskinporten.issuer}token`);
    const assertion = await assertionWith(maskinporten, changes);
    const refused = await client.exchange(assertion, maskinporten.clock.now(), AbortSignal.timeout(5_000));
    expect(refused).toMatchObject({ ok: false, error: { code: `MASKINPORTEN_${code}` } });
    expect(refused.ok ? '' : refused.error.text).toContain(mpCode);
  });

  it('MP-012 is MASKINPORTEN_GRANT_REUSED', async () => {
    const maskinporten = new InProcessMaskinporten();
    const client = new MaskinportenClient(maskinporten, `${maskinporten.issuer}token`);
    const assertion = await assertionWith(maskinporten);
    const ask = (): ReturnType<typeof client.exchange> =>
      client.exchange(assertion, maskinporten.clock.now(), AbortSignal.timeout(5_000));
    expect((await ask()).ok).toBe(true);
    expect(await ask()).toMatchObject({ ok: false, error: { kind: 'transient', code: 'MASKINPORTEN_GRANT_REUSED' } });
  });
});
