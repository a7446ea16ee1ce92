import { asyncApiDocument } from './async-api-document.js';
import { letterJsonSchema } from './letter-json-schema.js';

/** What `npm run generate` writes for this library: paths from the root of the repository, contents complete. */
export function generatedFiles(): readonly { readonly path: string; readonly content: string }[] {
  const json = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
  return [
    { path: 'libs/contract/generated/letter.v1.json', content: json(letterJsonSchema()) },
    { path: 'libs/contract/generated/asyncapi.json', content: json(asyncApiDocument()) },
  ];
}
