import { IsInt, IsUrl, Max, Min } from 'class-validator';

/** `ENHETSREGISTERET_*`. */
export class EnhetsregisteretConfig {
  /** `https://data.brreg.no/enhetsregisteret` or `https://data.ppe.brreg.no/enhetsregisteret`; `/api/…` is appended. */
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['https', 'http'] })
  baseUrl = '';

  /** Milliseconds without an answer. */
  @IsInt()
  @Min(100)
  @Max(60_000)
  timeoutMs = 10_000;

  @IsInt()
  @Min(1)
  @Max(64)
  connections = 8;
}
