import { IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';

const URL_RULE = { require_tld: false, require_protocol: true, protocols: ['https', 'http'] };
const RESOURCE = /^[a-z0-9_-]{1,255}$/;
const RESOURCE_PER_SENDER = /^\d{9}=[a-z0-9_-]{1,255}(,\d{9}=[a-z0-9_-]{1,255})*$/;

/** `ALTINN_*`. Which letter goes by which resource: altinn-resource.ts. */
export class AltinnConfig {
  static readonly configKeys = [
    'baseUrl',
    'resourceId',
    'senderResources',
    'confidentialResourceId',
    'senderConfidentialResources',
    'callbackUrl',
    'subscriptionKey',
  ];

  /** The platform without a slash at the end, e.g. `https://platform.altinn.no`. */
  @IsUrl(URL_RULE)
  @Matches(/[^/]$/, { message: 'baseUrl must not end with a slash' })
  baseUrl!: string;

  /** The gateway's own correspondence resource in Altinn's resource registry, without `urn:altinn:resource:`. */
  @Matches(RESOURCE)
  resourceId!: string;

  /** `<organisation number>=<resource>`, separated by commas: resources that senders own themselves. */
  @IsOptional()
  @Matches(RESOURCE_PER_SENDER)
  senderResources?: string;

  /** A confidential resource of the gateway's own, for letters of security level 4. */
  @IsOptional()
  @Matches(RESOURCE)
  confidentialResourceId?: string;

  /** As `senderResources`, for letters of security level 4. */
  @IsOptional()
  @Matches(RESOURCE_PER_SENDER)
  senderConfidentialResources?: string;

  /** Where Altinn posts its events; without it deposits are only polled. */
  @IsOptional()
  @IsUrl(URL_RULE)
  callbackUrl?: string;

  /** Ocp-Apim-Subscription-Key, where the platform asks for one. */
  @IsOptional()
  @IsString()
  subscriptionKey?: string;

  /** All of them, so that the sender's endpoints and the events take one token. */
  @IsString()
  scopes = 'altinn:serviceowner altinn:correspondence.write altinn:events.subscribe';

  /** How long a deposit waits for the malware scan of its attachments, milliseconds. */
  @IsInt()
  @Min(1_000)
  @Max(600_000)
  attachmentWaitMs = 30_000;
}
