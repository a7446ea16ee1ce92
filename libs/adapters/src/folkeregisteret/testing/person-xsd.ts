import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { specsFolder } from '#dpi/testing/specs-folder.js';
import { isJsonObject } from '#platform/parse-json.js';

/**
 * The published schema of the person document, read with as little as it takes: which elements a type has, and which
 * values a simple type allows. The register's JSON has the same names, with arrays where an element may repeat.
 */
const FILE = join(specsFolder(), 'freg/PersondokumentMedHistorikk_v1BETA2.xsd');

export interface XsdElement {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly most: number;
}

/** False, with a line on stderr, where the published schema is not beside the checkout. */
export function hasPersonXsd(): boolean {
  const found = existsSync(FILE);
  if (!found) process.stderr.write('The published schema of persons is not on this machine: its specs are skipped.\n');
  return found;
}

export class PersonXsd {
  private readonly complex = new Map<string, readonly XsdElement[]>();
  private readonly simple = new Map<string, string>();

  constructor(source = readFileSync(FILE, 'utf8')) {
    for (const [, name = '', body = ''] of source.matchAll(
      /<xsd:complexType name="(\w+)">(.*?)<\/xsd:complexType>/gs,
    )) {
      const base = /<xsd:extension base="(\w+)">/.exec(body)?.[1];
      this.complex.set(name, [...(base === undefined ? [] : this.elementsOf(base)), ...elementsIn(body)]);
    }
    for (const [, name = '', body = ''] of source.matchAll(/<xsd:simpleType name="(\w+)">(.*?)<\/xsd:simpleType>/gs)) {
      this.simple.set(name, body);
    }
  }

  /** Of a complex type, with those that it inherits; empty for a simple one. */
  elementsOf(type: string): readonly XsdElement[] {
    return this.complex.get(type) ?? [];
  }

  /** The values that a simple type lists; empty when it lists none. */
  codesOf(type: string): readonly string[] {
    return [...(this.simple.get(type) ?? '').matchAll(/<xsd:enumeration value="([^"]*)"/g)].map(
      ([, value = '']) => value,
    );
  }

  /** What of a JSON document the schema does not have, as `path: what`; choices are not looked at. */
  problems(value: unknown, type = 'Folkeregisterperson', path = 'person'): readonly string[] {
    const elements = this.elementsOf(type);
    if (elements.length === 0) return this.simpleProblems(value, type, path);
    if (!isJsonObject(value)) return [`${path}: no object`];
    const strange = Object.keys(value).filter((field) => !elements.some(({ name }) => name === field));
    return [
      ...strange.map((field) => `${path}.${field}: not in the schema`),
      ...elements.flatMap((element) => this.elementProblems(value[element.name], element, `${path}.${element.name}`)),
    ];
  }

  private elementProblems(value: unknown, { type, isRequired, most }: XsdElement, path: string): readonly string[] {
    if (value === undefined) return isRequired ? [`${path}: missing`] : [];
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    return [
      ...(all.length > most ? [`${path}: more than ${String(most)}`] : []),
      ...all.flatMap((item) => this.problems(item, type, path)),
    ];
  }

  private simpleProblems(value: unknown, type: string, path: string): readonly string[] {
    if (!['string', 'number', 'boolean'].includes(typeof value)) return [`${path}: no ${type}`];
    const body = this.simple.get(type) ?? '';
    const codes = this.codesOf(type);
    const pattern = /<xsd:pattern value="([^"]*)"/.exec(body)?.[1];
    const length = /<xsd:length value="(\d+)"/.exec(body)?.[1];
    const text = String(value);
    const holds =
      (codes.length === 0 || codes.includes(text)) &&
      (pattern === undefined || new RegExp(`^(${pattern})$`).test(text)) &&
      (length === undefined || text.length === Number(length)) &&
      (!/base="xsd:date"/.test(body) || /^\d{4}-\d{2}-\d{2}$/.test(text));
    return holds ? [] : [`${path}: no ${type}`];
  }
}

/** Those in a choice are optional: which of them stands there is for the document to say. */
function elementsIn(body: string): readonly XsdElement[] {
  const choices = [...body.matchAll(/<xsd:choice>.*<\/xsd:choice>/gs)].map(([text]) => text).join('');
  return [...body.matchAll(/<xsd:element ([^>]*)\/>/g)].map(([, attributes = '']) => {
    const get = (name: string): string | undefined => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1];
    const most = get('maxOccurs');
    const name = get('name') ?? '';
    return {
      name,
      type: get('type') ?? '',
      isRequired: get('minOccurs') !== '0' && !choices.includes(`name="${name}"`),
      most: most === 'unbounded' ? Infinity : Number(most ?? 1),
    };
  });
}
