import 'reflect-metadata';
import { AppConfig } from '#platform/app-config.js';
import { endFailedBoot } from '#platform/end-failed-boot.js';
import { createReceipts } from './create-receipts.js';
import { ReceiptsConfig } from './receipts.config.js';

/** The receipts app as a process: SIGTERM and SIGINT drain it, a boot that fails says why. */
try {
  const app = await createReceipts(process.env);
  app.enableShutdownHooks();
  await app.listen(app.get(ReceiptsConfig).receiptsPort, app.get(AppConfig).bindAddress);
} catch (error) {
  endFailedBoot('receipts', error);
}
