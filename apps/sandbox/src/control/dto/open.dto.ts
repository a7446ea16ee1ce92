import { IsOptional, IsString } from 'class-validator';

/** `POST /control/citizen/{personIdentifier}/open`: one of the two. */
export class OpenDto {
  @IsOptional()
  @IsString()
  deliveryId?: string;

  @IsOptional()
  @IsString()
  letterId?: string;
}
