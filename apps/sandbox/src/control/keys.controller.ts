import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Simulation } from '../simulation.js';
import { ControlProblem } from './control-problem.js';

/** The receivers, whose private keys a test needs to open what they got. */
const RECEIVERS: ReadonlySet<string> = new Set(['digipost', 'eboks', 'print']);

/** Only test keys: the sandbox refuses to start in production. */
@Controller('control/keys')
export class KeysController {
  constructor(@Inject(Simulation) private readonly simulation: Simulation) {}

  /** A receiver's certificate and private key, or a sender's or supplier's certificate; PEM. */
  @Get(':name')
  get(@Param('name') name: string): { certificate: string; privateKey?: string } {
    const isReceiver = RECEIVERS.has(name);
    const key = isReceiver || /^\d{9}$/.test(name) ? this.simulation.keys.get(name) : undefined;
    if (key === undefined) {
      throw new ControlProblem(
        404,
        'No such key',
        'Use digipost, eboks, print or the organisation number of a sender; npm run stack makes missing test keys.',
      );
    }
    return isReceiver ? { certificate: key.certificate, privateKey: key.privateKey } : { certificate: key.certificate };
  }
}
