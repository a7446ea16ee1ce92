import { IsInt, IsString, IsUrl, Max, Min } from 'class-validator';

/** `KRR_*`. */
export class KrrConfig {
  /** `https://kontaktregisteret.no` or `https://test.kontaktregisteret.no`; the API's paths are appended. */
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['https', 'http'] })
  baseUrl = '';

  /** Space-separated. Without one of the two the fields it stands for are absent, which is a defect here. */
  @IsString()
  scopes = 'krr:global/kontaktinformasjon.read krr:global/digitalpost.read';

  /** Milliseconds without an answer. */
  @IsInt()
  @Min(100)
  @Max(60_000)
  timeoutMs = 10_000;

  /** Calls in flight at most; look-ups gather while they are. */
  @IsInt()
  @Min(1)
  @Max(32)
  concurrency = 4;
}
