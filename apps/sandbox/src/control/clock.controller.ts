import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { parseIsoDuration } from '../clock/iso-duration.js';
import type { ClockReading } from '../clock/sandbox-clock.js';
import { Simulation } from '../simulation.js';
import { ControlProblem } from './control-problem.js';
import { AdvanceDto } from './dto/advance.dto.js';

/** How long `?since=` waits for a change: shorter than the time-outs of clients and proxies. */
const LONG_POLL_MS = 20_000;

@Controller('control/clock')
export class ClockController {
  constructor(@Inject(Simulation) private readonly simulation: Simulation) {}

  /** With `since` (an offset) the answer waits until the offset is another, 20 seconds at most. */
  @Get()
  async read(@Query('since') since?: string): Promise<ClockReading> {
    if (since === undefined || since === '') return this.simulation.clock.read();
    const offsetMs = Number(since);
    if (!Number.isFinite(offsetMs)) {
      throw new ControlProblem(
        400,
        'Not valid',
        'since must be an offset in milliseconds, as offsetMs in the last answer.',
      );
    }
    return this.simulation.clock.changedFrom(offsetMs, LONG_POLL_MS);
  }

  @Post()
  @HttpCode(200)
  async advance(@Body() body: AdvanceDto): Promise<ClockReading> {
    const duration = parseIsoDuration(body.advance);
    if (duration === undefined) {
      throw new ControlProblem(
        400,
        'Not valid',
        'advance must be an ISO 8601 duration such as "PT40H", "P2D", "P2W" or "P18M"; time only goes forward.',
      );
    }
    const reading = await this.simulation.clock.advance(duration);
    if (reading === undefined)
      throw new ControlProblem(400, 'Not valid', 'The clock cannot pass the year 9999; advance less.');
    return reading;
  }
}
