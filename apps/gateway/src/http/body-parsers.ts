import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** As over AMQP: the broker's frame of 128 MB. */
const MOST_JSON_BYTES = 128_000_000;

/**
 * Bodies reach the controllers unparsed: a letter as bytes, for the one parser of the contract lib, and a document as
 * the stream itself. Any other content type is 415.
 */
export function useRawBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: MOST_JSON_BYTES },
    (_request, body, done) => {
      done(null, body);
    },
  );
  fastify.addContentTypeParser('application/octet-stream', (_request, stream, done) => {
    done(null, stream);
  });
}
