import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { specsFolder } from '#dpi/testing/specs-folder.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';

const FILE = join(specsFolder(), 'altinn/altinn-correspondence.derived-2026-08-20.json');

/** One exchange as it was on the wire. */
export interface Exchange {
  readonly method: string;
  /** Below the platform, without the query, e.g. `/correspondence/api/v1/correspondence`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly request?: unknown;
  readonly status: number;
  readonly mediaType: string;
  readonly response: unknown;
}

/**
 * Altinn's OpenAPI document as a judge of what the simulator takes and says. Stricter than it is written: no field that
 * it does not name. In three places the reference of this project knows better than the derived document, which are
 * allowed here by name: `content` is null for the sender after publication, a business refusal with 400 has the problem
 * body with `errorCode` and not only the validation body, and 403 has no problem body.
 */
export class AltinnContract {
  private readonly document: JsonObject;
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly compiled = new Map<string, ValidateFunction>();

  private constructor() {
    this.document = asObject(toJsonSchema(JSON.parse(readFileSync(FILE, 'utf8'))));
    addFormats.default(this.ajv);
    // Binary content is not JSON and is looked at by the tests themselves.
    this.ajv.addFormat('binary', true);
    this.ajv.addSchema(this.document, 'altinn');
  }

  /** Undefined, with a line on stderr, where the document is not beside the checkout. */
  static load(): AltinnContract | undefined {
    if (existsSync(FILE)) return new AltinnContract();
    process.stderr.write("Altinn's OpenAPI document is not on this machine: bodies are not held against it.\n");
    return undefined;
  }

  /** What is wrong with the exchange; empty when it is as published. Calls outside the document are not judged. */
  problems(exchange: Exchange): readonly string[] {
    const found = this.operation(exchange);
    if (found === undefined) return [`The document has no ${exchange.method} ${exchange.path}`];
    const { operation, pointer } = found;
    return [
      ...this.requestProblems(exchange, operation, pointer),
      ...this.responseProblems(exchange, operation, pointer),
    ];
  }

  private requestProblems(exchange: Exchange, operation: JsonObject, pointer: string): readonly string[] {
    const parameters = Array.isArray(operation['parameters']) ? operation['parameters'].filter(isJsonObject) : [];
    const known = parameters.filter((item) => item['in'] === 'query').map((item) => String(item['name']));
    const unknown = [...exchange.query.keys()].filter((name) => !known.includes(name));
    const queries = unknown.map((name) => `The query has an unknown ${name}`);
    if (exchange.request === undefined) return queries;
    return [...queries, ...this.check(`${pointer}/requestBody/content/application~1json/schema`, exchange.request)];
  }

  private responseProblems(exchange: Exchange, operation: JsonObject, pointer: string): readonly string[] {
    const { status, response, mediaType } = exchange;
    if (status === 403 || status === 406) return [];
    const documented = asObject(operation['responses'])[String(status)];
    if (status >= 400) {
      if (response === '') return status === 401 ? [] : [`${String(status)} without a body`];
      const problems = this.check('/components/schemas/AltinnProblemDetails', response);
      const isBusiness = isJsonObject(response) && 'errorCode' in response;
      return isBusiness ? problems : this.check('/components/schemas/AltinnValidationProblemDetails', response);
    }
    if (documented === undefined) return [`${String(status)} is not documented`];
    const content = asObject(asObject(documented)['content'] ?? {});
    if (Object.keys(content).length === 0) return [];
    if (!(mediaType in content)) return [`${mediaType} is not documented`];
    if (mediaType !== 'application/json') return [];
    return this.check(`${pointer}/responses/${String(status)}/content/application~1json/schema`, response);
  }

  private check(pointer: string, value: unknown): readonly string[] {
    const validate = this.compiled.get(pointer) ?? this.ajv.compile({ $ref: `altinn#${encodeURI(pointer)}` });
    this.compiled.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }

  private operation({ method, path }: Exchange): { operation: JsonObject; pointer: string } | undefined {
    const candidates = Object.entries(asObject(this.document['paths'])).filter(([template]) => fits(template, path));
    // Literal segments go before parameters.
    candidates.sort(([left], [right]) => left.split('{').length - right.split('{').length);
    for (const [template, operations] of candidates) {
      const operation = asObject(operations)[method.toLowerCase()];
      const pointer = `/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}`;
      if (isJsonObject(operation)) return { operation, pointer };
    }
    return undefined;
  }
}

function fits(template: string, path: string): boolean {
  return new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
}

/** OpenAPI 3.0 -> JSON Schema: `nullable`, and closed objects. */
function toJsonSchema(node: unknown, name = ''): unknown {
  if (Array.isArray(node)) return node.map((item) => toJsonSchema(item));
  if (!isJsonObject(node)) return node;
  const { nullable, ...words } = node;
  const copy: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(words)) copy[word] = toJsonSchema(value, word);
  const isOpen = copy['type'] === 'object' && isJsonObject(copy['properties']) && !('additionalProperties' in copy);
  const closed = isOpen ? { ...copy, additionalProperties: false } : copy;
  const isContentOfView = name === 'content' && JSON.stringify(node).includes('/CorrespondenceContentExt');
  return nullable === true || isContentOfView ? { anyOf: [closed, { type: 'null' }] } : closed;
}

function asObject(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw new Error('The OpenAPI document is not as expected.');
  return value;
}
