import { Controller, Get, Header, HttpException, HttpStatus, Inject } from '@nestjs/common';
import { Metrics } from './metrics.js';
import { ReadinessRegistry } from './readiness.registry.js';

/** `/health/live`, `/health/ready` and `/metrics` of every app (contract 2). */
@Controller()
export class OpsController {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(ReadinessRegistry) private readonly readiness: ReadinessRegistry,
  ) {}

  @Get('health/live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  async ready(): Promise<{ status: string }> {
    const problems = await this.readiness.problems();
    if (Object.keys(problems).length > 0) {
      throw new HttpException({ status: 'not ready', problems }, HttpStatus.SERVICE_UNAVAILABLE);
    }
    return { status: 'ok' };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async prometheus(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
