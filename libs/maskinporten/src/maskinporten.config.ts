import { IsIn, IsOptional, IsString, IsUrl, Matches } from 'class-validator';
import { ConfigurationError, type ConfigurationProblem } from '#platform/config-error.js';
import { loadConfig, type Environment } from '#platform/load-config.js';

const URL_RULE = { require_tld: false, require_protocol: true, protocols: ['https', 'http'] };
const PAIRS = /^\d{9}=[^\s,]+(,\d{9}=[^\s,]+)*$/;

/** Maskinporten verifies these and no others (maskinporten_protocol_jwtgrant). */
export const GRANT_ALGORITHMS = ['RS256', 'RS384', 'RS512'] as const;
export type GrantAlgorithm = (typeof GRANT_ALGORITHMS)[number];

/**
 * `MASKINPORTEN_*`. One client belongs to one organisation, so signers have client ids of their own, and a client is
 * either known by its organisation's certificate or by a key that was registered for it: whoever has a key id here
 * signs with that key, everyone else with the certificate in CERTIFICATES_DIR. A registered key is a pair of its own
 * and lies under its key id in `keysDir`, so that the next one can be put beside it and be taken into use by its name.
 */
export class MaskinportenConfig {
  static readonly configKeys = ['signerClientIds', 'keyId', 'signerKeyIds', 'keysDir', 'audience'];

  /** With the slash at the end, e.g. `https://maskinporten.no/`: the audience of the grant and the issuer of tokens. */
  @IsUrl(URL_RULE)
  @Matches(/\/$/, { message: 'issuer must end with a slash' })
  issuer = '';

  @IsUrl(URL_RULE)
  tokenUrl = '';

  @IsUrl(URL_RULE)
  jwksUrl = '';

  /** The gateway's own client. */
  @Matches(/^\S+$/)
  clientId = '';

  /** The gateway's own organisation number. */
  @Matches(/^\d{9}$/)
  organisation = '';

  /** `<organisation number>=<client id>`, separated by commas: the clients of senders and suppliers that sign themselves. */
  @IsOptional()
  @Matches(PAIRS)
  signerClientIds?: string;

  /** The key that is registered for the gateway's own client. */
  @IsOptional()
  @Matches(/^[^\s,]+$/)
  keyId?: string;

  /** `<organisation number>=<key id>`, separated by commas: the registered keys of the clients in `signerClientIds`. */
  @IsOptional()
  @Matches(PAIRS)
  signerKeyIds?: string;

  /** Holds `<key id>.key.pem` of every key id above. */
  @IsOptional()
  @IsString()
  keysDir?: string;

  /** Signs the grants. */
  @IsIn(GRANT_ALGORITHMS)
  algorithm: GrantAlgorithm = 'RS256';

  /** What callers' tokens must be restricted to; without it only tokens that are restricted to nothing are taken. */
  @IsOptional()
  @Matches(/^\S+$/)
  audience?: string;
}

/** Throws ConfigurationError that names what is missing, wrong or half given. */
export function loadMaskinportenConfig(environment: Environment): MaskinportenConfig {
  const config = loadConfig(MaskinportenConfig, environment, 'MASKINPORTEN_');
  const problems = halfGiven(config);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
}

/** The client that an organisation has registered in Maskinporten; undefined when the configuration names none. */
export function clientIdOf(config: MaskinportenConfig, organisationNumber: string): string | undefined {
  if (organisationNumber === config.organisation) return config.clientId;
  return pairs(config.signerClientIds).get(organisationNumber);
}

/** The registered key of the organisation's client; undefined when it signs with its certificate. */
export function keyIdOf(config: MaskinportenConfig, organisationNumber: string): string | undefined {
  if (organisationNumber === config.organisation) return config.keyId;
  return pairs(config.signerKeyIds).get(organisationNumber);
}

/** Every organisation that has a client: the gateway's own first. */
export function clientOrganisations(config: MaskinportenConfig): readonly string[] {
  return [...new Set([config.organisation, ...pairs(config.signerClientIds).keys()])];
}

function halfGiven(config: MaskinportenConfig): readonly ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const signers = pairs(config.signerClientIds);
  const keys = pairs(config.signerKeyIds);
  const isKeyNamed = config.keyId !== undefined || keys.size > 0;
  if (isKeyNamed && config.keysDir === undefined)
    problems.push({ name: 'MASKINPORTEN_KEYS_DIR', rule: 'is needed: a key id is set' });
  if (!isKeyNamed && config.keysDir !== undefined)
    problems.push({
      name: 'MASKINPORTEN_KEY_ID',
      rule: 'or MASKINPORTEN_SIGNER_KEY_IDS must name a key of MASKINPORTEN_KEYS_DIR',
    });
  if ([...keys.keys()].some((organisation) => !signers.has(organisation)))
    problems.push({
      name: 'MASKINPORTEN_SIGNER_KEY_IDS',
      rule: 'names an organisation that MASKINPORTEN_SIGNER_CLIENT_IDS gives no client',
    });
  for (const [name, value, given] of [
    ['MASKINPORTEN_SIGNER_CLIENT_IDS', config.signerClientIds, signers],
    ['MASKINPORTEN_SIGNER_KEY_IDS', config.signerKeyIds, keys],
  ] as const) {
    if ((value?.split(',').length ?? 0) !== given.size) problems.push({ name, rule: 'names an organisation twice' });
    if (given.has(config.organisation))
      problems.push({
        name,
        rule: 'names the organisation of MASKINPORTEN_ORGANISATION, which has variables of its own',
      });
  }
  return problems;
}

function pairs(value: string | undefined): ReadonlyMap<string, string> {
  const entries = (value ?? '').split(',').filter((pair) => pair !== '');
  return new Map(entries.map((pair) => [pair.slice(0, 9), pair.slice(10)]));
}
