import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, ValidateNested } from 'class-validator';
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

  /** Where its post goes, when that is another than where the business is. */
  @IsOptional()
  @ValidateNested()
  @Type(() => AddressDto)
  postalAddress?: AddressDto;

  /** A sub-unit of this organisation number. */
  @IsOptional()
  @IsString()
  parent?: string;

  @IsOptional()
  @IsBoolean()
  deleted?: boolean;

  /** Taken out of the register altogether: 410. */
  @IsOptional()
  @IsBoolean()
  removed?: boolean;

  @IsOptional()
  @IsBoolean()
  bankrupt?: boolean;

  /** Compulsory liquidation or dissolution by the court. */
  @IsOptional()
  @IsBoolean()
  forcedLiquidation?: boolean;

  @IsOptional()
  @IsIn(['nb', 'nn'])
  language?: 'nb' | 'nn';

  @IsBoolean()
  hasRole!: boolean;
}
