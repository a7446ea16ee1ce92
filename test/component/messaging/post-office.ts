import { Controller, Module, type INestMicroservice } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { systemClock } from '#domain/clock.js';
import { AmqpLetterServer, type AmqpLetterServerOptions } from '#messaging/amqp-letter.server.js';
import { DeliveryContext } from '#messaging/delivery-context.js';
import { KeepErrorFilter } from '#messaging/keep-error.filter.js';
import { POST_AMQP } from '#messaging/post-amqp.js';
import { createLogger } from '#platform/logger.js';
import { TestBroker } from './broker.js';

export interface Handling {
  readonly body: string;
  readonly context: DeliveryContext;
}

type Handler = (handling: Handling) => Promise<void> | void;

/** What the handlers of the running office saw and do; one test at a time. */
export const office: { seen: Handling[]; onLetter: Handler; foreign: number } = {
  seen: [],
  onLetter: () => undefined,
  foreign: 0,
};

const OTHER_TRANSPORT = Symbol('OTHER_TRANSPORT');

@Controller()
class PostOfficeController {
  @EventPattern<'letter'>('letter', POST_AMQP)
  async letter(@Payload() body: Buffer, @Ctx() context: DeliveryContext): Promise<void> {
    const handling = { body: body.toString('utf8'), context };
    office.seen.push(handling);
    await office.onLetter(handling);
  }

  @EventPattern<'foreign'>('foreign', OTHER_TRANSPORT)
  foreign(): void {
    office.foreign += 1;
  }
}

@Module({ controllers: [PostOfficeController] })
class PostOfficeModule {}

export interface OpenOffice {
  readonly app: INestMicroservice;
  readonly server: AmqpLetterServer;
}

/** A Nest microservice on the letter queue of `broker`, with the handlers above. */
export async function openOffice(
  broker: TestBroker,
  options: Partial<AmqpLetterServerOptions> = {},
): Promise<OpenOffice> {
  office.seen = [];
  office.onLetter = () => undefined;
  const server = new AmqpLetterServer({
    url: TestBroker.url,
    prefix: broker.prefix,
    organisations: TestBroker.organisations,
    logger: createLogger('test', 'fatal'),
    clock: systemClock,
    prefetch: 50,
    drainMs: 3_000,
    ...options,
  });
  const module = await Test.createTestingModule({ imports: [PostOfficeModule] }).compile();
  module.useLogger(false);
  const app = module.createNestMicroservice({ strategy: server });
  app.useGlobalFilters(new KeepErrorFilter());
  await app.listen();
  return { app, server };
}
