import { IsInt, IsUrl, Matches, Max, Min } from 'class-validator';

/** `KRR_*`. */
export class KrrConfig {
  /** `https://kontaktregisteret.no` or `https://test.kontaktregisteret.no`; the API's paths are appended. */
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['https', 'http'] })
  baseUrl = '';

  /**
   * Space-separated. KRR leaves out what a token has no scope for, without a word: then nobody can be notified, or
   * nobody has a mailbox, and every letter goes to paper. So both must be asked for, and Maskinporten refuses the token
   * when one is not granted.
   */
  @Matches(/^(?=(.* )?krr:global\/kontaktinformasjon\.read( |$))(?=(.* )?krr:global\/digitalpost\.read( |$))/, {
    message: 'it must have krr:global/kontaktinformasjon.read and krr:global/digitalpost.read',
  })
  scopes = 'krr:global/kontaktinformasjon.read krr:global/digitalpost.read';

  /** Milliseconds without an answer; a whole answer may take twice as long. */
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
