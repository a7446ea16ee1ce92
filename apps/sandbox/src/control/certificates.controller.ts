import { Body, Controller, Inject, Param, Put } from '@nestjs/common';
import { RevokedCertificates } from '#dpi/simulator/revoked-certificates.js';
import { Simulation } from '../simulation.js';
import { ControlProblem } from './control-problem.js';
import { CertificateDto } from './dto/certificate.dto.js';

/** What the sandbox's certificate authority says of the certificates it has issued. */
@Controller('control/certificates')
export class CertificatesController {
  constructor(@Inject(Simulation) private readonly simulation: Simulation) {}

  /** `name`: digipost, eboks, print or an organisation number. On the revocation list from now on, or off it again. */
  @Put(':name')
  async put(@Param('name') name: string, @Body() body: CertificateDto): Promise<{ name: string; revoked: boolean }> {
    const isKnown = /^(?:digipost|eboks|print|\d{9})$/.test(name);
    const certificates = new RevokedCertificates(this.simulation);
    if (!isKnown || !(await certificates.set(name, body.revoked ? 'revoked' : 'good'))) {
      throw new ControlProblem(
        404,
        'No such certificate',
        'Use digipost, eboks, print or the organisation number of a sender or supplier.',
      );
    }
    return { name, revoked: body.revoked };
  }
}
