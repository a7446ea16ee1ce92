import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { OffsetClock, type Clock } from '#domain/clock.js';
import { AppConfig } from './app-config.js';
import type { Logger } from './logger.js';
import { SandboxClockClient } from './sandbox-clock.client.js';
import { CLOCK, LOGGER } from './tokens.js';

/** Keeps the app's clock with the sandbox's while the app runs; loops that sleep until a due time subscribe to changes. */
@Injectable()
export class SandboxClockLifecycle implements OnModuleInit, OnApplicationShutdown {
  private client: SandboxClockClient | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    @Inject(AppConfig) private readonly config: AppConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  async onModuleInit(): Promise<void> {
    const url = this.config.sandboxClockUrl;
    if (url === undefined || !(this.clock instanceof OffsetClock)) return;
    this.client = new SandboxClockClient(url, this.clock, this.logger, () => {
      for (const listener of this.listeners) listener();
    });
    await this.client.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client?.stop();
  }
}
