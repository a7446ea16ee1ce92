import 'reflect-metadata';
import { AppConfig } from '#platform/app-config.js';
import { ConfigurationError } from '#platform/config-error.js';
import { createLogger } from '#platform/logger.js';
import { createGateway } from './create-gateway.js';
import { GatewayConfig } from './gateway.config.js';

/** The gateway as a process: SIGTERM and SIGINT drain it, a boot that fails names why and exits with 1. */
try {
  const app = await createGateway(process.env);
  app.enableShutdownHooks();
  await app.startAllMicroservices();
  await app.listen(app.get(GatewayConfig).gatewayPort, app.get(AppConfig).bindAddress);
} catch (error) {
  if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
  else createLogger('gateway', 'info').fatal({ code: 'BOOT_FAILED', err: error }, 'the gateway could not start');
  process.exit(1);
}
