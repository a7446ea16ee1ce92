import { IsInt, IsString, IsUrl, Matches, Max, Min } from 'class-validator';

/** `FOLKEREGISTERET_*`. */
export class FolkeregisteretConfig {
  /** Ends in `/folkeregisteret`, e.g. `https://folkeregisteret.api.skatteetaten.no/folkeregisteret`. */
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['https', 'http'] })
  baseUrl = '';

  /** Rights package as it stands in the path; this one may see graded addresses. */
  @Matches(/^[a-z/-]+$/)
  rightsPackage = 'offentlig-med-hjemmel/api';

  @IsString()
  scope = 'folkeregister:deling/offentligmedhjemmel';

  /** Milliseconds without an answer. */
  @IsInt()
  @Min(100)
  @Max(60_000)
  timeoutMs = 15_000;

  /** Calls in flight at most; look-ups gather while they are. */
  @IsInt()
  @Min(1)
  @Max(32)
  concurrency = 4;
}
