import { IsOptional, IsString, Matches } from 'class-validator';

const ORGANISATION_NUMBER = /^\d{9}$/;

/** `POST /control/token`. */
export class TokenRequestDto {
  @Matches(ORGANISATION_NUMBER, { message: 'consumer must be an organisation number of nine digits' })
  consumer!: string;

  @IsOptional()
  @Matches(ORGANISATION_NUMBER, { message: 'supplier must be an organisation number of nine digits' })
  supplier?: string;

  /** Default: the gateway's own scope for senders. */
  @IsOptional()
  @IsString()
  scope?: string;
}
