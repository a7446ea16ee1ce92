import { IsIn, IsInt, IsString, IsUrl, Matches, Max, Min } from 'class-validator';
import { ConfigurationError } from '#platform/config-error.js';
import { loadConfig, type Environment } from '#platform/load-config.js';
import { SEID_POLICIES } from '../certificate/certificate-trust.js';
import { ORGANISATION_NUMBER_ATTRIBUTES } from '../certificate/organisation-number.js';

/** `DPI_*`: the access point is shared by all channels that go through it. */
export class DpiConfig {
  static readonly configKeys = ['baseUrl', 'trustedCertificates'];

  /** Without a slash at the end. */
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['https', 'http'] })
  @Matches(/[^/]$/, { message: 'baseUrl must not end with a slash' })
  baseUrl!: string;

  /** PEM of the roots and intermediates that mailbox providers' certificates lead to; usually by DPI_TRUSTED_CERTIFICATES_FILE. */
  @IsString()
  @Matches(/-----BEGIN CERTIFICATE-----/, { message: 'trustedCertificates must hold PEM certificates' })
  trustedCertificates!: string;

  /** Accepted certificate policies, separated by commas; one that ends with a dot accepts all below it. */
  @Matches(/^[\d.]+(,[\d.]+)*$/)
  certificatePolicies = SEID_POLICIES.join(',');

  /** Subject attributes that hold the organisation number, in order, separated by commas. */
  @Matches(/^[\d.]+(,[\d.]+)*$/)
  organisationNumberAttributes = ORGANISATION_NUMBER_ATTRIBUTES.join(',');

  /** What to do when the revocation of a certificate cannot be looked up: `require` waits, `prefer` takes it, `off` never looks. */
  @IsIn(['require', 'prefer', 'off'])
  revocation: 'require' | 'prefer' | 'off' = 'require';

  /** `prefix=replacement` of the addresses of revocation lists, separated by commas. */
  @Matches(/^(?:$|https?:\/\/[^\s,=]+=https?:\/\/[^\s,]+(?:,https?:\/\/[^\s,=]+=https?:\/\/[^\s,]+)*$)/, {
    message: 'crlMirrors must be pairs of URL prefixes, prefix=replacement, separated by commas',
  })
  crlMirrors = '';

  /** A revocation list is fetched again after this. */
  @IsInt()
  @Min(1)
  @Max(1440)
  crlMaxAgeMinutes = 15;

  /** Time to live of a message whose letter has no expiry of its own. */
  @IsInt()
  @Min(1)
  @Max(720)
  timeToLiveHours = 24;

  /** How long the access point may take to answer a deposit, milliseconds. */
  @IsInt()
  @Min(100)
  @Max(600_000)
  responseTimeoutMs = 30_000;
}

/** `<CHANNEL>_*`: what each channel has of its own. */
export class DpiChannelConfig {
  /**
   * The queue of receipts. The API says at most 28 characters; the most used client has 30, so no access point can be
   * strict about it (DPI reference 1.4). Change it when two installations send for the same organisation.
   */
  @Matches(/^[A-Za-z0-9_-]{1,28}$/)
  kanal: string;

  constructor(kanal: string) {
    this.kanal = kanal;
  }
}

export interface DpiChannelSettings {
  readonly dpi: DpiConfig;
  readonly kanal: string;
}

/** Throws ConfigurationError. `prefix` is the channel's own, e.g. `DIGIPOST_`. */
export function loadDpiChannelConfig(
  environment: Environment,
  prefix: string,
  own: new () => DpiChannelConfig,
): DpiChannelSettings {
  const { kanal } = loadConfig(own, environment, prefix);
  refuseSharedKanal(environment, `${prefix}KANAL`, kanal);
  return { dpi: loadConfig(DpiConfig, environment, 'DPI_'), kanal };
}

/** A channel sets aside receipts that its own provider has not signed, so two of them must not read one queue. */
function refuseSharedKanal(environment: Environment, name: string, kanal: string): void {
  const shared = Object.entries(environment).find(
    ([other, value]) => other.endsWith('_KANAL') && other !== name && value?.toLowerCase() === kanal.toLowerCase(),
  );
  if (shared === undefined) return;
  throw new ConfigurationError([{ name, rule: `must not be the kanal of ${shared[0]}; each channel has its own` }]);
}
