import { Controller, Get, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import type { SimulatedDelivery } from '#channels/simulation/simulation-world.js';
import { Simulation } from '../simulation.js';
import { ControlProblem } from './control-problem.js';
import { DeliveriesQueryDto } from './dto/deliveries-query.dto.js';
import { mediaTypeOf } from './media-type.js';

/** What each mailbox, Altinn and the printer really received. */
@Controller('control/deliveries')
export class DeliveriesController {
  constructor(@Inject(Simulation) private readonly simulation: Simulation) {}

  /** Oldest first. */
  @Get()
  list(@Query() query: DeliveriesQueryDto): readonly SimulatedDelivery[] {
    const since = query.since === undefined ? undefined : Date.parse(query.since);
    return [...this.simulation.world.deliveries.values()].filter(
      (delivery) =>
        (query.channel === undefined || delivery.channel === query.channel) &&
        (query.reference === undefined || delivery.reference === query.reference) &&
        (since === undefined || Date.parse(delivery.receivedAt) >= since),
    );
  }

  @Get(':id/raw')
  async raw(@Param('id') id: string): Promise<StreamableFile> {
    const bytes = await this.blob(id, 'raw');
    return new StreamableFile(bytes, { type: mediaTypeOf(bytes), length: bytes.length });
  }

  /** The signed business document as the sender handed it over: a compact JWS. */
  @Get(':id/sbd')
  async sbd(@Param('id') id: string): Promise<StreamableFile> {
    const bytes = await this.blob(id, 'sbd');
    return new StreamableFile(bytes, { type: 'application/jwt', length: bytes.length });
  }

  private async blob(id: string, what: 'raw' | 'sbd'): Promise<Buffer> {
    if (this.simulation.world.deliveries.get(id) === undefined) {
      throw new ControlProblem(404, 'No such delivery', 'GET /control/deliveries lists the ids.');
    }
    const bytes = await this.simulation.world.blobs.get(`${id}/${what}`);
    if (bytes === undefined) {
      throw new ControlProblem(404, `No ${what}`, `This delivery came without ${what === 'sbd' ? 'an SBD' : 'bytes'}.`);
    }
    return bytes;
  }
}
