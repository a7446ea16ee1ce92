import type { Metrics } from '#platform/metrics.js';
import type { SigningIdentity, SigningIdentityStore } from '#platform/signing-identity.store.js';
import { certificateInfo } from '../certificate/certificate-info.js';

const METRIC = {
  name: 'signing_certificate_expires_timestamp_seconds',
  help: 'When the certificate that an organisation signs with runs out, seconds since the epoch.',
};

/**
 * What an alarm can be set on before a certificate holds its letters back: `mf_signing_certificate_expires_timestamp_seconds
 * - time() < 30 * 86400`. A time and not the days that are left, which would stand still between two looks. One label for each
 * organisation with files in CERTIFICATES_DIR, and there are no more than that. All channels tell the same, so the first one does.
 */
export function reportSigningExpiry(
  identities: Pick<SigningIdentityStore, 'get' | 'organisationNumbers'>,
  metrics: Metrics,
): void {
  if (metrics.registry.getSingleMetric(`mf_${METRIC.name}`) !== undefined) return;
  const gauge = metrics.gauge(METRIC.name, METRIC.help, ['organisation']);
  for (const organisation of identities.organisationNumbers()) {
    const expires = expiryOf(identities.get(organisation));
    if (expires !== undefined) gauge.set({ organisation }, expires.getTime() / 1000);
  }
}

/** What cannot be read is told as SIGNING_CERTIFICATE_UNREADABLE by the first letter. */
function expiryOf(identity: SigningIdentity | undefined): Date | undefined {
  try {
    return certificateInfo(identity?.certificateChain[0] ?? '').validTo;
  } catch {
    return undefined;
  }
}
