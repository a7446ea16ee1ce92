import { IsString } from 'class-validator';

/** `POST /control/clock`. */
export class AdvanceDto {
  /** ISO 8601 duration. */
  @IsString({ message: 'advance must be an ISO 8601 duration such as "PT40H" or "P2W"' })
  advance!: string;
}
