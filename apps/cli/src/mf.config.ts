import { IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';

const HTTP_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** Where the stack is. The defaults are those of `npm run stack` with the sandbox on this machine. */
export class MfConfig {
  static readonly configKeys = ['gatewayUrl', 'mfToken'];

  @Matches(/^amqps?:\/\/\S+$/, { message: 'it must be an amqp:// or amqps:// URL' })
  amqpUrl = 'amqp://guest:guest@127.0.0.1:5672';

  @Matches(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.$/, { message: 'it must be words that each end in a dot, such as mf.' })
  amqpPrefix = 'mf.';

  /** Default: this machine, GATEWAY_PORT. */
  @IsOptional()
  @IsUrl(HTTP_URL)
  gatewayUrl?: string;

  @IsInt()
  @Min(1)
  @Max(65_535)
  gatewayPort = 8080;

  @IsInt()
  @Min(1)
  @Max(65_535)
  sandboxPort = 9000;

  /** A Maskinporten token for the gateway; without one the sandbox is asked. */
  @IsOptional()
  @IsString()
  mfToken?: string;
}
