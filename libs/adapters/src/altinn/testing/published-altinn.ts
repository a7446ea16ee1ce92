import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { specsFolder } from '#dpi/testing/specs-folder.js';
import { isJsonObject } from '#platform/parse-json.js';

const FILE = join(specsFolder(), 'altinn/altinn-correspondence.derived-2026-08-20.json');

/** False, with a line on stderr, where the OpenAPI document is not beside the checkout. */
export function hasPublishedAltinn(): boolean {
  const found = existsSync(FILE);
  if (!found) process.stderr.write("Altinn's OpenAPI document is not on this machine: its specs are skipped.\n");
  return found;
}

/** A body by its schema of the OpenAPI document, which here has no field that is not named in it. */
export function altinnSchema(name: string): ValidateFunction {
  const document: unknown = closed(JSON.parse(readFileSync(FILE, 'utf8')));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document as object, 'altinn');
  return ajv.compile({ $ref: `altinn#/components/schemas/${name}` });
}

/**
 * A misspelt field would pass an open schema, and Altinn would pass it over. `nullable` beside a reference is OpenAPI's,
 * and no word of JSON Schema.
 */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (!isJsonObject(node)) return node;
  const words = Object.entries(node).filter(([name]) => name !== 'nullable' || 'type' in node);
  const copy = Object.fromEntries(words.map(([name, value]) => [name, closed(value)]));
  const isOpen = isJsonObject(copy['properties']) && copy['type'] === 'object' && !('additionalProperties' in copy);
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}
