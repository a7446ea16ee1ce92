import { Controller, Get, Header, Inject } from '@nestjs/common';
import { asyncApiDocument } from '#contract/async-api-document.js';
import { letterJsonSchema } from '#contract/letter-json-schema.js';
import { AmqpConfig } from '#messaging/amqp.config.js';

/** The contract in machine-readable form, generated from the code that runs. */
@Controller()
export class SchemaController {
  private readonly schema = letterJsonSchema();
  private readonly asyncApi;

  constructor(@Inject(AmqpConfig) { amqpPrefix }: AmqpConfig) {
    this.asyncApi = asyncApiDocument(amqpPrefix);
  }

  @Get('schema/letter.v1.json')
  @Header('content-type', 'application/schema+json')
  letterSchema(): unknown {
    return this.schema;
  }

  @Get('asyncapi.json')
  asyncApiJson(): unknown {
    return this.asyncApi;
  }
}
