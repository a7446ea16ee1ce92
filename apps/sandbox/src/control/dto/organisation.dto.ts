import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { SimulatedOrganisation } from '#channels/simulation/simulation-world.js';
import { AddressDto } from './address.dto.js';

/** `PUT /control/organisations/{orgnr}`. */
export class OrganisationDto implements Omit<SimulatedOrganisation, 'organisationNumber'> {
  @IsString()
  name!: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => AddressDto)
  address?: AddressDto;

  @IsOptional()
  @IsBoolean()
  deleted?: boolean;

  @IsOptional()
  @IsBoolean()
  bankrupt?: boolean;

  @IsBoolean()
  hasRole!: boolean;
}
