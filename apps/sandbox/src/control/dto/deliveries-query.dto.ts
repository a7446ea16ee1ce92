import { IsISO8601, IsOptional, IsString } from 'class-validator';

/** `GET /control/deliveries`. */
export class DeliveriesQueryDto {
  @IsOptional()
  @IsString()
  channel?: string;

  @IsOptional()
  @IsString()
  reference?: string;

  /** Received then or later, by the sandbox clock. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true }, { message: 'since must be an RFC 3339 time' })
  since?: string;
}
