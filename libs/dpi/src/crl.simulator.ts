import type { SimulatedResponse } from '#channels/simulation/simulated-http.js';
import type { SimulationContext, SimulatorFactory } from '#channels/simulation/simulator.js';
import { certificateInfo } from './certificate/certificate-info.js';
import { writeCrl } from './simulator/crl.writer.js';
import { RevokedCertificates } from './simulator/revoked-certificates.js';

const LASTS_MS = 24 * 3_600_000;

/**
 * The revocation list of the sandbox's root, under the last part of the address that its certificates name
 * (http://crl.sandbox.invalid/root.crl, which DPI_CRL_MIRRORS leads here). Made anew for each request, by the sandbox
 * clock: it may be months ahead of the machine's.
 */
export const createSimulator: SimulatorFactory = (context) => {
  const revoked = new RevokedCertificates(context);
  return {
    routes: [
      {
        method: 'GET',
        path: '/crl/root.crl',
        service: 'crl',
        handle: () => Promise.resolve(rootList(context, revoked)),
      },
    ],
  };
};

function rootList(context: SimulationContext, revoked: RevokedCertificates): SimulatedResponse {
  const root = context.keys.get('root');
  if (root === undefined) return { status: 404, body: 'The sandbox has no root key; npm run stack makes it.' };
  const now = context.clock.now();
  const list = writeCrl({
    issuer: certificateInfo(root.certificate),
    key: root.privateKey,
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + LASTS_MS),
    revoked: revoked.list(),
  });
  return { status: 200, headers: { 'content-type': 'application/pkix-crl' }, body: list };
}
