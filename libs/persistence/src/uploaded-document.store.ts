import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { DocumentEntity } from './entities/document.entity.js';
import { present } from './present.js';
import type { UploadedDocument } from './records/uploaded-document.js';
import { named, runSql } from './run-sql.js';

/**
 * The row goes before the file: a file without a row is found by nobody and removed with the folder's leftovers, a row
 * without a file would be a letter without its document. Rows that a letter is being accepted with are locked by that
 * and skipped here.
 */
const EXPIRE = `
WITH unused AS (
  SELECT id FROM documents WHERE letter IS NULL AND expires_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED
), forgotten AS (
  DELETE FROM documents USING unused WHERE documents.id = unused.id RETURNING documents.id
)
SELECT id FROM forgotten`;

/** Documents that were uploaded before their letter. LetterIntakeStore.accept marks them as used. All methods throw DatabaseError. */
@Injectable()
export class UploadedDocumentStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async insert(document: UploadedDocument): Promise<void> {
    const { size, ...rest } = document;
    const documents = this.dataSource.getRepository(DocumentEntity);
    await named('insert-document', () => documents.insert({ ...rest, size: String(size) }));
  }

  /** Only this sender's; unknown ids are left out. */
  async find(ids: readonly string[], sender: string): Promise<readonly UploadedDocument[]> {
    if (ids.length === 0) return [];
    const documents = this.dataSource.getRepository(DocumentEntity);
    const rows = await named('find-documents', () => documents.findBy({ id: In([...ids]), sender }));
    return rows.map(({ size, ...row }) => present<UploadedDocument>({ ...row, size: Number(size) }));
  }

  /** Forgets at most 1,000 unused documents whose time is over and says which, so that their files can be deleted. */
  async expire(now: Date): Promise<readonly string[]> {
    const rows = await runSql<{ id: string }>(this.dataSource, 'expire-documents', EXPIRE, [now.toISOString()]);
    return rows.map((row) => row.id);
  }
}
