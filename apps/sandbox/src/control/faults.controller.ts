import { Body, Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import type { FaultSwitch } from '#channels/simulation/fault-switches.js';
import { Simulation } from '../simulation.js';
import { FaultDto } from './dto/fault.dto.js';

@Controller('control/faults')
export class FaultsController {
  constructor(@Inject(Simulation) private readonly simulation: Simulation) {}

  @Get()
  list(): { faults: readonly FaultSwitch[] } {
    return { faults: this.simulation.faults.list() };
  }

  @Post()
  @HttpCode(200)
  set(@Body() fault: FaultDto): { faults: readonly FaultSwitch[] } {
    const { service, mode, rate, count } = fault;
    this.simulation.faults.set({ service, mode, rate, ...(count === undefined ? {} : { count }) });
    return this.list();
  }

  @Delete()
  clear(): { faults: readonly FaultSwitch[] } {
    this.simulation.faults.clear();
    return this.list();
  }
}
