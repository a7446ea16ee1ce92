import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { issueToken } from '#maskinporten/maskinporten.simulator.js';
import { Simulation } from '../simulation.js';
import { TokenRequestDto } from './dto/token-request.dto.js';

/** What a sender's token needs to call the gateway (contract 6). */
const DEFAULT_SCOPE = 'meldingsformidler:send';

/** A token from the simulated Maskinporten without the grant, for scripts. */
@Controller('control/token')
export class TokenController {
  constructor(@Inject(Simulation) private readonly simulation: Simulation) {}

  @Post()
  @HttpCode(200)
  async issue(@Body() body: TokenRequestDto): Promise<{ access_token: string }> {
    const { consumer, supplier, scope = DEFAULT_SCOPE } = body;
    const request = { consumer, scope, ...(supplier === undefined ? {} : { supplier }) };
    return { access_token: await issueToken(this.simulation, request) };
  }
}
