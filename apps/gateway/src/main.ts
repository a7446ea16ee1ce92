import 'reflect-metadata';
import { AppConfig } from '#platform/app-config.js';
import { endFailedBoot } from '#platform/end-failed-boot.js';
import { createGateway } from './create-gateway.js';
import { GatewayConfig } from './gateway.config.js';

/** The gateway as a process: SIGTERM and SIGINT drain it, a boot that fails says why. */
try {
  const app = await createGateway(process.env);
  app.enableShutdownHooks();
  await app.startAllMicroservices();
  await app.listen(app.get(GatewayConfig).gatewayPort, app.get(AppConfig).bindAddress);
} catch (error) {
  endFailedBoot('gateway', error);
}
