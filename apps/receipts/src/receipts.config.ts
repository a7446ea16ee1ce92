import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** What the receipts app reads beside the configuration of its libraries. Times are milliseconds. */
export class ReceiptsConfig {
  static readonly configKeys = ['inboxPollMaxMs', 'statusPollMinMs', 'statusPollMaxMs'];

  /** HTTP, contract 2. */
  @IsInt()
  @Min(0)
  @Max(65_535)
  receiptsPort = 8081;

  @IsString()
  sendersFile = 'config/senders.yaml';

  @IsString()
  channelsFile = 'config/channels.yaml';

  @IsString()
  certificatesDir = 'config/certificates';

  /** Between two looks into an inbox that has just had receipts. */
  @IsInt()
  @Min(10)
  @Max(60_000)
  inboxPollMinMs = 250;

  /** Between two looks into an inbox that has long been empty; see PollPace for the defaults of these three. */
  @IsOptional()
  @IsInt()
  @Min(10)
  @Max(600_000)
  inboxPollMaxMs?: number;

  /** A fresh deposit is asked about this often … */
  @IsOptional()
  @IsInt()
  @Min(50)
  @Max(600_000)
  statusPollMinMs?: number;

  /** … and an old one this often. */
  @IsOptional()
  @IsInt()
  @Min(50)
  @Max(86_400_000)
  statusPollMaxMs?: number;

  /** A call to a channel is given up after this long. */
  @IsInt()
  @Min(100)
  @Max(600_000)
  channelTimeoutMs = 30_000;

  /** How often the relay looks at the log without being told to. */
  @IsInt()
  @Min(50)
  @Max(60_000)
  relayPollMs = 1_000;
}
