import { IsIn, IsInt, IsString, Max, Min } from 'class-validator';

/** What the gateway reads beside the configuration of its libraries. */
export class GatewayConfig {
  /** HTTP, contract 2. */
  @IsInt()
  @Min(0)
  @Max(65_535)
  gatewayPort = 8080;

  /** `false` takes letters without a broker-validated user (development only). */
  @IsIn(['true', 'false'])
  requireUserId: 'true' | 'false' = 'true';

  @IsString()
  sendersFile = 'config/senders.yaml';

  @IsString()
  routingFile = 'config/routing.yaml';

  @IsString()
  channelsFile = 'config/channels.yaml';

  @IsString()
  certificatesDir = 'config/certificates';

  /** Letters that one instance works on at once; the channels have limits of their own below it. */
  @IsInt()
  @Min(1)
  @Max(5_000)
  dispatchConcurrency = 200;

  /** How long a claimed letter is this instance's; extended while it works, so this bounds only the wait after a crash. */
  @IsInt()
  @Min(1_000)
  @Max(600_000)
  dispatchLeaseMs = 10_000;

  @IsInt()
  @Min(50)
  @Max(60_000)
  dispatchPollMs = 500;

  /** A call to a channel is given up after this long, and is then ambiguous. */
  @IsInt()
  @Min(100)
  @Max(600_000)
  depositTimeoutMs = 60_000;
}
