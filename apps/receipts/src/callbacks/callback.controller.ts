import {
  BadRequestException,
  Body,
  Controller,
  Headers,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
} from '@nestjs/common';
import { ProviderRegistry } from '#channels/provider.registry.js';
import type { Clock } from '#domain/clock.js';
import { ReceiptStore } from '#persistence/receipt.store.js';
import type { Logger } from '#platform/logger.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { StatusPoller } from '../polling/status-poller.service.js';

/**
 * Where channels call us (Altinn events). Anybody can call, so a call is a hint and nothing more: the deposits it names
 * are asked about at the channel itself, now instead of later.
 */
@Controller('callbacks')
export class CallbackController {
  constructor(
    @Inject(ProviderRegistry) private readonly providers: ProviderRegistry,
    @Inject(ReceiptStore) private readonly store: ReceiptStore,
    @Inject(StatusPoller) private readonly poller: StatusPoller,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post(':channel')
  @HttpCode(200)
  async call(
    @Param('channel') channel: string,
    @Headers() headers: Record<string, string>,
    @Body() body: unknown,
  ): Promise<{ known: number }> {
    const callback = this.providers.channel(channel)?.port.callback;
    if (callback === undefined) throw new NotFoundException('No channel of that name takes calls.');
    const parsed = callback.parse({ headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) });
    if (!parsed.ok) {
      this.logger.warn(
        { channel, code: parsed.error.code, reason: parsed.error.text },
        'a call from a channel could not be read',
      );
      throw new BadRequestException({ code: parsed.error.code, detail: parsed.error.text });
    }
    const references = [...new Set(parsed.value.map((hint) => hint.reference))];
    if (references.length === 0) return { known: 0 };
    const known = await this.store.pollSoon(channel, references, this.clock.now());
    if (known > 0) this.poller.wake();
    return { known };
  }
}
