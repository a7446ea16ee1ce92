import 'reflect-metadata';
import { endFailedBoot } from '#platform/end-failed-boot.js';
import { startSandbox } from './sandbox-app.js';

try {
  await startSandbox(process.env);
} catch (error) {
  endFailedBoot('sandbox', error);
}
