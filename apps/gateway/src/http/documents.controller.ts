import { randomUUID } from 'node:crypto';
import { pipeline, Transform } from 'node:stream';
import { Body, Controller, Headers, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { MEDIA_TYPES } from '#contract/media-types.js';
import { ContentVault } from '#documents/content-vault.js';
import { DocumentStore } from '#documents/document-store.port.js';
import type { Clock } from '#domain/clock.js';
import type { TokenHolder } from '#maskinporten/token-verifier.js';
import { UploadedDocumentStore } from '#persistence/uploaded-document.store.js';
import { CLOCK } from '#platform/tokens.js';
import { Caller } from './caller.js';
import { CallerGuard } from './caller.guard.js';
import { Problem } from './problem.js';
import { requireStream } from './request-body.js';

const MOST_BYTES = 2 * 1024 ** 3;
const KEPT_UNUSED_MS = 7 * 24 * 3_600_000;
const PDF = 'application/pdf';

/** `/v1/documents`: streamed to the encrypted store, never whole in memory. `x-media-type` says what it is (default PDF). */
@Controller('v1/documents')
@UseGuards(CallerGuard)
export class DocumentsController {
  constructor(
    @Inject(ContentVault) private readonly vault: ContentVault,
    @Inject(DocumentStore) private readonly documents: DocumentStore,
    @Inject(UploadedDocumentStore) private readonly uploads: UploadedDocumentStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(201)
  async upload(
    @Body() body: unknown,
    @Headers('x-media-type') mediaType: string = PDF,
    @Caller() caller: TokenHolder,
  ): Promise<unknown> {
    if (!MEDIA_TYPES.includes(mediaType)) {
      throw new Problem(
        400,
        'UNKNOWN_MEDIA_TYPE',
        'Unknown media type',
        `Give x-media-type one of: ${MEDIA_TYPES.join(', ')}.`,
      );
    }
    const documentId = randomUUID();
    const { key, wrapped } = this.vault.newKey();
    // A caller that hangs up ends `limited` with an error, and that is what put() rejects with.
    const limited = pipeline(requireStream(body), limit(), () => undefined);
    try {
      const { size, sha256 } = await this.documents.put(documentId, limited, key);
      if (size === 0) throw new Problem(400, 'EMPTY_DOCUMENT', 'Empty document', 'The body has no bytes.');
      const uploadedAt = this.clock.now();
      await this.uploads.insert({
        id: documentId,
        sender: caller.consumer,
        ...(caller.supplier === undefined ? {} : { supplier: caller.supplier }),
        mediaType,
        size,
        sha256,
        wrappedKey: wrapped,
        uploadedAt,
        expiresAt: new Date(uploadedAt.getTime() + KEPT_UNUSED_MS),
      });
      return { documentId, sha256, size, mediaType };
    } catch (error) {
      await this.documents.delete(documentId);
      throw error;
    }
  }
}

function limit(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) done(null, chunk);
      else done(new Problem(413, 'TOO_LARGE', 'Too large', 'A document may have at most 2 GiB.'));
    },
  });
}
