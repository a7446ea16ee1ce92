import type { Collection } from '#channels/simulation/simulation-world.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { certificateInfo, type CertificateInfo } from '../certificate/certificate-info.js';
import type { RevocationCheck, RevocationVerdict } from '../certificate/revocation.port.js';

interface Revoked {
  /** Hex of the INTEGER, DER. */
  readonly serial: string;
  /** RFC 3339, by the sandbox clock. */
  readonly at: string;
}

/** The sandbox root's record of what it has revoked: kept in the world, so that a restart does not make it good again. */
export class RevokedCertificates implements RevocationCheck {
  private readonly records: Collection<Revoked>;

  constructor(private readonly context: Pick<SimulationContext, 'world' | 'keys' | 'clock'>) {
    this.records = context.world.collection<Revoked>('crl.revoked');
  }

  /** `name`: `digipost`, `eboks`, `print` or an organisation number; false when there is no such certificate. */
  async set(name: string, state: 'revoked' | 'good'): Promise<boolean> {
    const pem = this.context.keys.get(name)?.certificate ?? '';
    if (pem === '') return false;
    const serial = certificateInfo(pem).serial.toString('hex');
    if (state === 'good') await this.records.delete(serial);
    else await this.records.put(serial, { serial, at: this.context.clock.now().toISOString() });
    return true;
  }

  /** `serial`: INTEGER, DER. */
  list(): readonly { readonly serial: Buffer; readonly at: Date }[] {
    return [...this.records.values()].map(({ serial, at }) => ({
      serial: Buffer.from(serial, 'hex'),
      at: new Date(at),
    }));
  }

  /** How the simulated providers look it up themselves: at the source, and anew each time. */
  check(path: readonly CertificateInfo[], at: Date): Promise<RevocationVerdict> {
    const isRevoked = path.some(({ serial }) => this.records.get(serial.toString('hex')) !== undefined);
    return Promise.resolve(isRevoked ? { kind: 'revoked' } : { kind: 'good', until: at });
  }
}
