import { Inject, Injectable } from '@nestjs/common';
import type { FieldError } from '#contract/field-error.js';
import type { DocumentReference, ParsedLetter } from '#contract/parse-outcome.js';
import type { Letter } from '#domain/letter.js';
import { err, ok, type Result } from '#domain/result.js';
import type { UploadedDocument } from '#persistence/records/uploaded-document.js';
import { UploadedDocumentStore } from '#persistence/uploaded-document.store.js';

/** Fills in size and digest of documents that were uploaded before, or says which of them there are not. */
@Injectable()
export class UploadedDocumentsResolver {
  constructor(@Inject(UploadedDocumentStore) private readonly uploads: UploadedDocumentStore) {}

  async resolve({ letter, references }: ParsedLetter): Promise<Result<Letter, readonly FieldError[]>> {
    if (references.length === 0) return ok(letter);
    const ids = references.map((reference) => reference.documentId);
    const found = new Map(
      (await this.uploads.find(ids, letter.sender.organisationNumber)).map((upload) => [upload.id, upload]),
    );
    const errors = references.flatMap((reference) => problemOf(reference, found.get(reference.documentId)));
    if (errors.length > 0) return err(errors);
    const documents = letter.documents.map((document) => {
      const upload = found.get(document.documentId);
      return upload === undefined ? document : { ...document, size: upload.size, sha256: upload.sha256 };
    });
    return ok({ ...letter, documents });
  }
}

function problemOf({ index, sha256 }: DocumentReference, upload: UploadedDocument | undefined): readonly FieldError[] {
  const field = `documents[${String(index)}].content`;
  if (upload === undefined) {
    const text = 'This sender has no such uploaded document (unused ones are deleted after 7 days); upload it again.';
    return [{ field: `${field}.documentId`, code: 'DOCUMENT_NOT_FOUND', text }];
  }
  if (sha256 === undefined || sha256 === upload.sha256) return [];
  return [
    {
      field: `${field}.sha256`,
      code: 'DIGEST_MISMATCH',
      text: 'The uploaded document has another digest; upload it again.',
    },
  ];
}
