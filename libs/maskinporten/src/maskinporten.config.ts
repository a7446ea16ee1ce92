import { IsOptional, IsUrl, Matches } from 'class-validator';

const URL_RULE = { require_tld: false, require_protocol: true, protocols: ['https', 'http'] };

/** `MASKINPORTEN_*`. One client and one certificate belong to one organisation, so signers have client ids of their own. */
export class MaskinportenConfig {
  static readonly configKeys = ['signerClientIds'];

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
  @Matches(/^\d{9}=[^\s,=]+(,\d{9}=[^\s,=]+)*$/)
  signerClientIds?: string;
}

/** The client that an organisation has registered in Maskinporten; undefined when the configuration names none. */
export function clientIdOf(config: MaskinportenConfig, organisationNumber: string): string | undefined {
  if (organisationNumber === config.organisation) return config.clientId;
  const entry = (config.signerClientIds ?? '').split(',').find((pair) => pair.startsWith(`${organisationNumber}=`));
  return entry?.slice(organisationNumber.length + 1);
}
