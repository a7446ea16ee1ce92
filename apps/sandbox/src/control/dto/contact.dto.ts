import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsISO8601, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { SimulatedContact, SimulatedContactPoint } from '#channels/simulation/simulation-world.js';

const RFC_3339 = { strict: true, strictSeparator: true } as const;

export class ContactPointDto implements SimulatedContactPoint {
  @IsString()
  value!: string;

  @IsOptional()
  @IsISO8601(RFC_3339)
  updated?: string;

  @IsOptional()
  @IsISO8601(RFC_3339)
  verified?: string;
}

/** The `krr` part of a person. */
export class ContactDto implements SimulatedContact {
  @IsIn(['AKTIV', 'SLETTET', 'IKKE_REGISTRERT'])
  status!: SimulatedContact['status'];

  @IsOptional()
  @IsBoolean()
  reserved?: boolean;

  @IsOptional()
  @ValidateNested()
  @Type(() => ContactPointDto)
  email?: ContactPointDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => ContactPointDto)
  mobile?: ContactPointDto;

  @IsOptional()
  @IsIn(['digipost', 'eboks'])
  mailbox?: 'digipost' | 'eboks';
}
