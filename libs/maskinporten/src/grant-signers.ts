import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import { ConfigurationError, type ConfigurationProblem } from '#platform/config-error.js';
import type { SigningIdentity, SigningIdentityStore } from '#platform/signing-identity.store.js';
import type { GrantSigner } from './grant-signer.js';
import { clientIdOf, clientOrganisations, type MaskinportenConfig } from './maskinporten.config.js';
import { readRegisteredKeys, type RegisteredKey } from './registered-keys.js';
import { keyUnusable, noIdentity } from './signer-failures.js';

/**
 * Who can sign grants, and with what: the key that is registered for the organisation's client when one is named, else
 * the organisation's certificate. Never both, for Maskinporten takes a certificate only from clients without keys.
 */
export class GrantSigners {
  private readonly registered: ReadonlyMap<string, RegisteredKey>;
  private readonly known = new Map<string, GrantSigner>();

  /** Throws ConfigurationError when a registered key cannot be read. */
  constructor(
    private readonly config: MaskinportenConfig,
    private readonly identities: Pick<SigningIdentityStore, 'get'>,
  ) {
    this.registered = readRegisteredKeys(config);
  }

  of(organisationNumber: string): Result<GrantSigner, Failure> {
    const known = this.known.get(organisationNumber);
    if (known !== undefined) return ok(known);
    const signer = this.make(organisationNumber);
    if (signer.ok) this.known.set(organisationNumber, signer.value);
    return signer;
  }

  /** For the boot: throws ConfigurationError that names every client that could never get a token. */
  requireComplete(): void {
    const problems = clientOrganisations(this.config).flatMap((organisation): ConfigurationProblem[] => {
      const signer = this.make(organisation);
      if (signer.ok) return [];
      const isOwn = organisation === this.config.organisation;
      const name = isOwn ? 'MASKINPORTEN_CLIENT_ID' : 'MASKINPORTEN_SIGNER_CLIENT_IDS';
      return [{ name, rule: signer.error.text }];
    });
    if (problems.length > 0) throw new ConfigurationError(problems);
  }

  private make(organisation: string): Result<GrantSigner, Failure> {
    const clientId = clientIdOf(this.config, organisation);
    const { algorithm } = this.config;
    const key = this.registered.get(organisation);
    if (key !== undefined && clientId !== undefined) {
      const identification = { kind: 'registered-key', keyId: key.keyId } as const;
      return ok({ clientId, algorithm, identification, privateKey: key.privateKey });
    }
    const identity = this.identities.get(organisation);
    if (identity === undefined) return err(noIdentity(organisation, 'certificate'));
    if (clientId === undefined) return err(noIdentity(organisation, 'client'));
    return byCertificate(identity, clientId, algorithm);
  }
}

function byCertificate(
  identity: SigningIdentity,
  clientId: string,
  algorithm: GrantSigner['algorithm'],
): Result<GrantSigner, Failure> {
  const { organisationNumber } = identity;
  try {
    const chain = identity.certificateChain.map((pem) => new X509Certificate(pem));
    const privateKey = createPrivateKey(identity.privateKey);
    if (chain[0]?.checkPrivateKey(privateKey) !== true || privateKey.asymmetricKeyType !== 'rsa')
      return err(keyUnusable(organisationNumber));
    const x5c = chain.map((certificate) => certificate.raw.toString('base64'));
    return ok({ clientId, algorithm, identification: { kind: 'certificate', chain: x5c }, privateKey });
  } catch {
    return err(keyUnusable(organisationNumber));
  }
}
