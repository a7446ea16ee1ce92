import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import type { SimulatedOrganisation } from '#channels/simulation/simulation-world.js';
import { Simulation } from '../simulation.js';
import { ControlProblem } from './control-problem.js';
import { OrganisationDto } from './dto/organisation.dto.js';
import { requireStorable } from './storable-text.js';
import { requireSyntheticOrganisation } from './synthetic-identifiers.js';

@Controller('control/organisations')
export class OrganisationsController {
  constructor(@Inject(Simulation) private readonly simulation: Simulation) {}

  @Get(':organisationNumber')
  get(@Param('organisationNumber') organisationNumber: string): SimulatedOrganisation {
    const organisation = this.simulation.world.organisations.get(organisationNumber);
    if (organisation === undefined) {
      throw new ControlProblem(404, 'No such organisation', 'PUT the organisation here first.');
    }
    return organisation;
  }

  @Put(':organisationNumber')
  async put(
    @Param('organisationNumber') organisationNumber: string,
    @Body() body: OrganisationDto,
  ): Promise<SimulatedOrganisation> {
    requireSyntheticOrganisation(organisationNumber);
    if (body.parent !== undefined) requireSyntheticOrganisation(body.parent);
    requireStorable(body);
    const organisation: SimulatedOrganisation = Object.assign({ organisationNumber }, body);
    await this.simulation.world.organisations.put(organisationNumber, organisation);
    return organisation;
  }
}
