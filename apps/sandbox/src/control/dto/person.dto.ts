import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsISO8601, IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import { AddressDto } from './address.dto.js';
import { ContactDto } from './contact.dto.js';

type Protection = NonNullable<SimulatedPerson['protection']>;

const PROTECTIONS: readonly Protection[] = ['none', 'fortrolig', 'strengtFortrolig', 'klientadresse'];

/** `PUT /control/persons/{personIdentifier}`. */
export class PersonDto implements Omit<
  SimulatedPerson,
  'personIdentifier' | 'seededDocument' | 'folkeregisteretDocument'
> {
  @IsString()
  name!: string;

  /** Absent: the register does not know the age. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'birthDate must be YYYY-MM-DD' })
  @IsISO8601({ strict: true }, { message: 'birthDate must be a day of the calendar' })
  birthDate?: string;

  @IsOptional()
  @IsBoolean()
  deceased?: boolean;

  @IsOptional()
  @ValidateNested()
  @Type(() => AddressDto)
  estateAddress?: AddressDto;

  @IsOptional()
  @IsIn(PROTECTIONS)
  protection?: Protection;

  @IsOptional()
  @ValidateNested()
  @Type(() => AddressDto)
  address?: AddressDto;

  /** The identifier in use now; the register finds that person by this one. */
  @IsOptional()
  @IsString()
  replacedBy?: string;

  /** Absent: unknown to the contact register. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ContactDto)
  krr?: ContactDto;
}
