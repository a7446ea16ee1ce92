import { IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';

const URL_RULE = { require_tld: false, require_protocol: true, protocols: ['https', 'http'] };

/** `ALTINN_*`. */
export class AltinnConfig {
  static readonly configKeys = ['baseUrl', 'resourceId', 'callbackUrl', 'subscriptionKey'];

  /** The platform without a slash at the end, e.g. `https://platform.altinn.no`. */
  @IsUrl(URL_RULE)
  @Matches(/[^/]$/, { message: 'baseUrl must not end with a slash' })
  baseUrl!: string;

  /** The correspondence resource in Altinn's resource registry, without `urn:altinn:resource:`. */
  @Matches(/^[a-z0-9_-]{1,255}$/)
  resourceId!: string;

  /** Where Altinn posts its events; without it deposits are only polled. */
  @IsOptional()
  @IsUrl(URL_RULE)
  callbackUrl?: string;

  /** Ocp-Apim-Subscription-Key, where the platform asks for one. */
  @IsOptional()
  @IsString()
  subscriptionKey?: string;

  /** Both scopes, so that the sender's endpoints and the events take one token. */
  @IsString()
  scopes = 'altinn:serviceowner altinn:correspondence.write altinn:events.subscribe';

  /** How long a deposit waits for the malware scan of its attachments, milliseconds. */
  @IsInt()
  @Min(1_000)
  @Max(600_000)
  attachmentWaitMs = 60_000;
}
