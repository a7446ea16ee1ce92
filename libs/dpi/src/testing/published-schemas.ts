import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SbdType } from '../sbd/sbd-type.js';
import { specsFolder } from './specs-folder.js';

const FOLDER = join(specsFolder(), 'dpi/gen2/schemas');

/** False, with a line on stderr, where the published schemas are not beside the checkout. */
export function hasPublishedSchemas(): boolean {
  const found = existsSync(FOLDER);
  if (!found) process.stderr.write('The published DPI schemas are not on this machine: their specs are skipped.\n');
  return found;
}

let ajv: Ajv | undefined;
const compiled = new Map<SbdType, ValidateFunction>();

/** What the published JSON Schema of this message type says; no network. */
export function publishedSchemaAccepts(type: SbdType, value: unknown): boolean {
  const validate = compiled.get(type) ?? compile(type);
  compiled.set(type, validate);
  return validate(value);
}

function compile(type: SbdType): ValidateFunction {
  ajv ??= schemas();
  return ajv.compile(read(`dpi/innbyggerpost_dpi_${type}_1_0`));
}

function schemas(): Ajv {
  // Strict mode fails on two spots of the schemas themselves.
  const registry = new Ajv({ strict: false });
  addFormats.default(registry);
  for (const name of ['common/commons', 'common/sbdh', 'dpi/commons']) registry.addSchema(read(name));
  return registry;
}

function read(name: string): AnySchema {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.schema.json`), 'utf8')) as AnySchema;
}
