import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An uploaded document; its bytes are in the document store. */
@Entity('documents')
export class DocumentEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  sender!: string;

  @Column('text', { nullable: true })
  supplier!: string | null;

  @Column('text', { name: 'media_type' })
  mediaType!: string;

  /** Decimal string: bytes. */
  @Column('bigint')
  size!: string;

  @Column('text')
  sha256!: string;

  @Column('bytea', { name: 'wrapped_key' })
  wrappedKey!: Buffer;

  @Column('timestamptz', { name: 'uploaded_at' })
  uploadedAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
