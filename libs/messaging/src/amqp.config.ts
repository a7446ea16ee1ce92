import { IsInt, Matches, Max, Min } from 'class-validator';

/** `AMQP_URL` (or AMQP_URL_FILE), `AMQP_PREFIX`, and what the letter queues may hold. */
export class AmqpConfig {
  @Matches(/^amqps?:\/\/\S+$/, { message: 'it is required and must be an amqp:// or amqps:// URL' })
  amqpUrl = '';

  @Matches(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.$/, {
    message: 'amqpPrefix must be words that each end in a dot, such as mf.',
  })
  amqpPrefix = 'mf.';

  /** Letters unacknowledged at most on the ordinary queue. */
  @IsInt()
  @Min(1)
  @Max(10_000)
  amqpPrefetch = 500;

  @IsInt()
  @Min(1)
  @Max(10_000)
  amqpPriorityPrefetch = 200;

  /** Bytes; larger messages go to the dead queue. */
  @IsInt()
  @Min(1_000)
  amqpMaxMessageBytes = 128_000_000;
}
