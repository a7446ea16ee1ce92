import { isUuid } from '#domain/identifiers.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { AltinnModelProblem } from './altinn-problems.js';

/**
 * Reads a body by a model that is data, as ASP.NET binds one: names in any case, unknown fields ignored, enums as words
 * or numbers, null like absent. Values of the wrong JSON type are told first and alone (the body was not bound), then
 * all broken attributes at once (registers reference 1.3 and 1.8). What is read has the model's own names and words.
 */
export type Model =
  | { readonly kind: 'text'; readonly min?: number; readonly max?: number; readonly pattern?: RegExp }
  | { readonly kind: 'uuid' | 'time' | 'flag' }
  | { readonly kind: 'whole'; readonly min?: number }
  | { readonly kind: 'choice'; readonly words: readonly string[] }
  | {
      readonly kind: 'list';
      readonly of: Model;
      readonly max?: number;
      readonly check?: (items: readonly unknown[]) => readonly string[];
    }
  | { readonly kind: 'map'; readonly maxEntries: number; readonly maxKey: number; readonly maxValue: number }
  | {
      readonly kind: 'object';
      readonly fields: Readonly<Record<string, Model>>;
      readonly required?: readonly string[];
    };

/** A form has words for everything; JSON has types. */
export type ModelSource = 'json' | 'form';

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;
/** Half a character, which the JSON model does not bind, and NUL, which its database does not store. */
const UNSTORABLE = /\p{Cs}|\0/u;
const NOT_BOUND = Symbol('not bound');

export function readModel(model: Model, body: unknown, source: ModelSource = 'json'): JsonObject {
  const reading = new ModelReading(source);
  const value = reading.read(model, body, []);
  reading.finish();
  return isJsonObject(value) ? value : {};
}

class ModelReading {
  private readonly unbound: Record<string, string[]> = {};
  private readonly broken: Record<string, string[]> = {};

  constructor(private readonly source: ModelSource) {}

  finish(): void {
    if (Object.keys(this.unbound).length > 0) throw new AltinnModelProblem(this.unbound);
    if (Object.keys(this.broken).length > 0) throw new AltinnModelProblem(this.broken);
  }

  read(model: Model, value: unknown, path: readonly string[]): unknown {
    const bound = this.bind(model, value, path);
    if (bound !== NOT_BOUND) return bound;
    add(this.unbound, `$.${path.join('.')}`, 'The JSON value could not be converted.');
    return undefined;
  }

  private bind(model: Model, value: unknown, path: readonly string[]): unknown {
    switch (model.kind) {
      case 'text':
        return isText(value) ? this.checkedText(model, value, path) : NOT_BOUND;
      case 'uuid':
        return typeof value === 'string' && isUuid(value) ? value.toLowerCase() : NOT_BOUND;
      case 'time':
        return typeof value === 'string' && ISO_TIME.test(value) && !Number.isNaN(Date.parse(value))
          ? value
          : NOT_BOUND;
      case 'flag':
        return this.source === 'form' ? formFlag(value) : typeof value === 'boolean' ? value : NOT_BOUND;
      case 'whole':
        return this.whole(model.min, value, path);
      case 'choice':
        return choice(model.words, value);
      case 'list':
        return Array.isArray(value) ? this.list(model, value, path) : NOT_BOUND;
      case 'map':
        return isJsonObject(value) ? this.map(model, value, path) : NOT_BOUND;
      case 'object':
        return isJsonObject(value) ? this.object(model, value, path) : NOT_BOUND;
    }
  }

  private checkedText(model: Extract<Model, { kind: 'text' }>, text: string, path: readonly string[]): string {
    const { min = 0, max = Number.MAX_SAFE_INTEGER, pattern } = model;
    if (text.length < min || text.length > max) {
      this.break(path, `The field must be a string with a length of ${String(min)} to ${String(max)}.`);
    }
    if (pattern?.test(text) === false) this.break(path, 'The field does not match the pattern.');
    return text;
  }

  private whole(min: number | undefined, value: unknown, path: readonly string[]): unknown {
    const number = this.source === 'form' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) return NOT_BOUND;
    if (min !== undefined && number < min) this.break(path, `The field must be at least ${String(min)}.`);
    return number;
  }

  private list(model: Extract<Model, { kind: 'list' }>, items: readonly unknown[], path: readonly string[]): unknown {
    const { max = Number.MAX_SAFE_INTEGER, check } = model;
    if (items.length > max) this.break(path, `The field can have at most ${String(max)} items.`);
    for (const text of check?.(items) ?? []) this.break(path, text);
    return items.map((item, index) => this.read(model.of, item, [...path, String(index)]));
  }

  private map(model: Extract<Model, { kind: 'map' }>, value: JsonObject, path: readonly string[]): unknown {
    const entries = Object.entries(value);
    if (!entries.every((entry) => entry.every(isText))) return NOT_BOUND;
    const fits = entries.every(([key, item]) => key.length <= model.maxKey && String(item).length <= model.maxValue);
    if (!fits || entries.length > model.maxEntries) this.break(path, 'The field has too many or too long entries.');
    return value;
  }

  private object(model: Extract<Model, { kind: 'object' }>, value: JsonObject, path: readonly string[]): JsonObject {
    const given = new Map(Object.entries(value).map(([name, item]) => [name.toLowerCase(), item]));
    const read: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(model.fields)) {
      const item = given.get(name.toLowerCase());
      const isEmpty = item === undefined || item === null || (typeof item === 'string' && item.trim() === '');
      if (isEmpty && model.required?.includes(name) === true) {
        this.break([...path, name], `The ${pascal(name)} field is required.`);
      } else if (item !== undefined && item !== null) {
        read[name] = this.read(field, item, [...path, name]);
      }
    }
    return read;
  }

  private break(path: readonly string[], text: string): void {
    add(
      this.broken,
      path
        .map(pascal)
        .join('.')
        .replace(/\.(\d+)/g, '[$1]'),
      text,
    );
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !UNSTORABLE.test(value);
}

function choice(words: readonly string[], value: unknown): unknown {
  if (typeof value === 'number') return words[value] ?? NOT_BOUND;
  if (typeof value !== 'string') return NOT_BOUND;
  const byNumber = /^\d+$/.test(value) ? words[Number(value)] : undefined;
  return byNumber ?? words.find((word) => word.toLowerCase() === value.toLowerCase()) ?? NOT_BOUND;
}

function formFlag(value: unknown): unknown {
  const word = String(value).toLowerCase();
  return word === 'true' || word === 'false' ? word === 'true' : NOT_BOUND;
}

function add(errors: Record<string, string[]>, path: string, text: string): void {
  errors[path] = [...(errors[path] ?? []), text];
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
