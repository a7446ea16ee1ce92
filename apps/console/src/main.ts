import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppConfig } from '#platform/app-config.js';
import { endFailedBoot } from '#platform/end-failed-boot.js';
import { ConsoleConfig } from './console.config.js';
import { ConsoleModule } from './console.module.js';

/** The console as a process: a boot that fails says why. */
try {
  const app = await NestFactory.create<NestFastifyApplication>(
    ConsoleModule.forEnvironment(process.env),
    new FastifyAdapter(),
    { abortOnError: false, logger: false },
  );
  app.enableShutdownHooks();
  await app.listen(app.get(ConsoleConfig).consolePort, app.get(AppConfig).bindAddress);
} catch (error) {
  endFailedBoot('console', error);
}
