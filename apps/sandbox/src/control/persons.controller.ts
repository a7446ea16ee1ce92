import { Body, Controller, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import { Simulation } from '../simulation.js';
import { ControlProblem } from './control-problem.js';
import { PersonDto } from './dto/person.dto.js';
import { requireStorable } from './storable-text.js';
import { requireSyntheticDocument, requireSyntheticPerson } from './synthetic-identifiers.js';

@Controller('control/persons')
export class PersonsController {
  constructor(@Inject(Simulation) private readonly simulation: Simulation) {}

  @Get(':personIdentifier')
  get(@Param('personIdentifier') personIdentifier: string): SimulatedPerson {
    const person = this.simulation.world.persons.get(personIdentifier);
    if (person === undefined) throw new ControlProblem(404, 'No such person', 'PUT the person here first.');
    return person;
  }

  /** Replaces the person and the document of a seed; a raw register document that was put before stays in force. */
  @Put(':personIdentifier')
  async put(@Param('personIdentifier') personIdentifier: string, @Body() body: PersonDto): Promise<SimulatedPerson> {
    requireSyntheticPerson(personIdentifier);
    if (body.replacedBy !== undefined) requireSyntheticPerson(body.replacedBy);
    requireStorable(body);
    const { folkeregisteretDocument } = this.simulation.world.persons.get(personIdentifier) ?? {};
    const person: SimulatedPerson = Object.assign(
      { personIdentifier },
      body,
      folkeregisteretDocument === undefined ? {} : { folkeregisteretDocument },
    );
    await this.simulation.world.persons.put(personIdentifier, person);
    return person;
  }

  /** The raw person document that Folkeregisteret answers with from then on. */
  @Put(':personIdentifier/folkeregisteret')
  @HttpCode(204)
  async putDocument(@Param('personIdentifier') personIdentifier: string, @Body() document: unknown): Promise<void> {
    requireSyntheticPerson(personIdentifier);
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      throw new ControlProblem(400, 'Not valid', 'Send the person document of the register as one JSON object.');
    }
    requireSyntheticDocument(document);
    requireStorable(document);
    const known = this.simulation.world.persons.get(personIdentifier) ?? { personIdentifier, name: 'Navnløs Prøve' };
    // An object that came out of a JSON body.
    const folkeregisteretDocument = document as Readonly<Record<string, unknown>>;
    await this.simulation.world.persons.put(personIdentifier, { ...known, folkeregisteretDocument });
  }
}
