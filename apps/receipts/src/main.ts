import 'reflect-metadata';
import { AppConfig } from '#platform/app-config.js';
import { createLogger } from '#platform/logger.js';
import { createReceipts } from './create-receipts.js';
import { ReceiptsConfig } from './receipts.config.js';

/** The receipts app as a process: SIGTERM and SIGINT drain it, a boot that fails names why and exits with 1. */
try {
  const app = await createReceipts(process.env);
  app.enableShutdownHooks();
  await app.listen(app.get(ReceiptsConfig).receiptsPort, app.get(AppConfig).bindAddress);
} catch (error) {
  createLogger('receipts', 'info').fatal({ code: 'BOOT_FAILED', err: error }, 'the receipts app could not start');
  process.exitCode = 1;
  process.exit();
}
