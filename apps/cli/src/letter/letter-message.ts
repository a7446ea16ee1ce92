import { extname } from 'node:path';
import { CommandError } from '../command-error.js';
import { UsageError } from '../usage-error.js';
import type { LetterFile } from './read-files.js';

export interface LetterWish {
  readonly letterId: string;
  readonly sender: string;
  readonly supplier?: string;
  /** Eleven digits a person, nine an organisation. */
  readonly to: string;
  readonly title?: string;
  readonly legalEffect: string;
  readonly reference?: string;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.html': 'text/html',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.xml': 'application/xml',
  '.json': 'application/json',
  '.zip': 'application/zip',
  '.gif': 'image/gif',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const RECIPIENTS: readonly { readonly pattern: RegExp; readonly field: string }[] = [
  { pattern: /^\d{11}$/, field: 'personIdentifier' },
  { pattern: /^\d{9}$/, field: 'organisationNumber' },
];

/** The letter message of contract 4, the first file as main document. The gateway validates it; here only what it needs. */
export function letterMessage(wish: LetterWish, files: readonly LetterFile[]): object {
  const { letterId, sender, supplier, reference, legalEffect } = wish;
  const documents = files.map((file) => ({
    title: titleOf(file.name),
    fileName: file.name,
    mediaType: mediaTypeOf(file.name),
    content: { base64: file.content.toString('base64') },
  }));
  return {
    letterId,
    sender: { organisationNumber: sender, ...(supplier === undefined ? {} : { supplier }) },
    recipient: recipientOf(wish.to),
    ...(reference === undefined ? {} : { reference }),
    legalEffect,
    securityLevel: 4,
    title: wish.title ?? documents[0]?.title,
    documents,
  };
}

/** Throws UsageError, without the number that was typed. */
export function recipientOf(to: string): Readonly<Record<string, string>> {
  const kind = RECIPIENTS.find(({ pattern }) => pattern.test(to));
  if (kind === undefined) throw new UsageError('--to takes eleven digits (a person) or nine (an organisation).');
  return { [kind.field]: to };
}

function mediaTypeOf(name: string): string {
  const known = MEDIA_TYPES[extname(name).toLowerCase()];
  if (known === undefined) {
    throw new CommandError(`${name}: send PDF, or one of ${Object.keys(MEDIA_TYPES).join(' ')}`);
  }
  return known;
}

function titleOf(name: string): string {
  return name.slice(0, name.length - extname(name).length) || name;
}
