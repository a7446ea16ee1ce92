import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { SimulatedDelivery } from '#channels/simulation/simulation-world.js';
import { Simulation } from '../simulation.js';
import { ControlProblem } from './control-problem.js';
import { OpenDto } from './dto/open.dto.js';

/** The citizen's hand: opens what a mailbox or Altinn has received. */
@Controller('control/citizen')
export class CitizenController {
  constructor(@Inject(Simulation) private readonly simulation: Simulation) {}

  /** A letter id is matched by the delivery's reference; all of its digital deliveries are opened. */
  @Post(':personIdentifier/open')
  @HttpCode(200)
  async open(
    @Param('personIdentifier') personIdentifier: string,
    @Body() body: OpenDto,
  ): Promise<{ opened: readonly string[] }> {
    const deliveries = this.find(body).filter((delivery) => mayBelongTo(delivery, personIdentifier));
    if (deliveries.length === 0) {
      throw new ControlProblem(
        404,
        'Nothing to open',
        'No such delivery for this person; see GET /control/deliveries.',
      );
    }
    const opened: string[] = [];
    for (const { id } of deliveries) {
      if (await this.simulation.open(id)) opened.push(id);
    }
    if (opened.length === 0) {
      const channels = [...new Set(deliveries.map((delivery) => delivery.channel))].join(', ');
      throw new ControlProblem(409, 'Cannot be opened', `What was delivered by ${channels} cannot be opened here.`);
    }
    return { opened };
  }

  private find({ deliveryId, letterId }: OpenDto): readonly SimulatedDelivery[] {
    const { deliveries } = this.simulation.world;
    if ((deliveryId === undefined) === (letterId === undefined)) {
      throw new ControlProblem(400, 'Not valid', 'Send either deliveryId or letterId.');
    }
    if (letterId !== undefined) return [...deliveries.values()].filter((delivery) => delivery.reference === letterId);
    const delivery = deliveryId === undefined ? undefined : deliveries.get(deliveryId);
    return delivery === undefined ? [] : [delivery];
  }
}

/** Another person's letter is not found; a company's may be opened by whoever acts for it, and paper is told apart later. */
function mayBelongTo(delivery: SimulatedDelivery, personIdentifier: string): boolean {
  return !/^\d{11}$/.test(delivery.recipient) || delivery.recipient === personIdentifier;
}
