import { beforeEach, describe, expect, it } from '@jest/globals';
import { realLookingPerson } from '#channels/testing/real-looking-person.js';
import { InMemoryWorld } from '#channels/simulation/in-memory-world.js';
import type { Simulation } from '../simulation.js';
import { ControlProblem } from './control-problem.js';
import type { PersonDto } from './dto/person.dto.js';
import { PersonsController } from './persons.controller.js';

const PERSON = '20838598359';
const REAL_LOOKING = realLookingPerson();
const DOCUMENT = { navn: [{ erGjeldende: true, fornavn: 'Rå', etternavn: 'Prøve' }] };

let world: InMemoryWorld;
let controller: PersonsController;

beforeEach(async () => {
  world = new InMemoryWorld();
  // The controller reads nothing else of it.
  controller = new PersonsController({ world } as unknown as Simulation);
  await world.persons.put(PERSON, { personIdentifier: PERSON, name: 'Sådd', seededDocument: { navn: [] } });
});

describe('PUT /control/persons', () => {
  it('takes the place of the document of a seed, and leaves one that was put', async () => {
    const put: PersonDto = { name: 'Ny Prøve' };
    expect(await controller.put(PERSON, put)).toEqual({ personIdentifier: PERSON, name: 'Ny Prøve' });
    await controller.putDocument(PERSON, DOCUMENT);
    await controller.put(PERSON, put);
    expect(world.persons.get(PERSON)).toEqual({
      personIdentifier: PERSON,
      name: 'Ny Prøve',
      folkeregisteretDocument: DOCUMENT,
    });
  });

  it('keeps a raw document beside what a seed says otherwise', async () => {
    await controller.putDocument(PERSON, DOCUMENT);
    expect(world.persons.get(PERSON)).toMatchObject({ name: 'Sådd', folkeregisteretDocument: DOCUMENT });
  });

  it('refuses real persons as successors and in documents, and keeps what was there', async () => {
    const before = world.persons.get(PERSON);
    await expect(controller.put(PERSON, { name: 'Ny', replacedBy: REAL_LOOKING })).rejects.toThrow(ControlProblem);
    const document = { familierelasjon: [{ relatertPerson: REAL_LOOKING }] };
    await expect(controller.putDocument(PERSON, document)).rejects.toThrow(ControlProblem);
    await expect(controller.putDocument(PERSON, [])).rejects.toThrow(ControlProblem);
    expect(world.persons.get(PERSON)).toEqual(before);
  });

  it('refuses a text that cannot be kept, and keeps what was there', async () => {
    const before = world.persons.get(PERSON);
    const problem = { status: 400, response: { title: 'Not valid', detail: expect.stringContaining('NUL') } };
    await expect(controller.put(PERSON, { name: 'Ny\u0000' })).rejects.toMatchObject(problem);
    await expect(controller.putDocument(PERSON, { navn: [{ fornavn: 'Rå\u0000' }] })).rejects.toMatchObject(problem);
    expect(world.persons.get(PERSON)).toEqual(before);
  });
});
