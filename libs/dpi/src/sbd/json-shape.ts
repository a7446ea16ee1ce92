/**
 * Shapes of JSON as plain functions that list what is wrong, each with its path. Own code instead of JSON Schema at
 * run time: the published schemas need a validator in loose mode and leave holes that must be checked anyway
 * (unanchored patterns, no unique repetisjoner; DPI reference 2.5). A spec holds these shapes against the schemas.
 */
export interface ShapeProblem {
  /** `standardBusinessDocument.digital.spraak` */
  readonly path: string;
  /** What it should be; never the value. */
  readonly rule: string;
}

export type Shape = (value: unknown, path: string) => readonly ShapeProblem[];

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface ObjectShape {
  readonly required?: Readonly<Record<string, Shape>>;
  readonly optional?: Readonly<Record<string, Shape>>;
  /** `closed` refuses other properties. */
  readonly others: 'closed' | 'open';
}

export function anObject({ required = {}, optional = {}, others }: ObjectShape): Shape {
  return (value, path) => {
    if (!isRecord(value)) return [{ path, rule: 'must be an object' }];
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    const unknown =
      others === 'open' ? [] : Object.keys(value).filter((key) => !(key in required) && !(key in optional));
    return [
      ...missing.map((key) => ({ path: `${path}.${key}`, rule: 'is required' })),
      ...unknown.map((key) => ({ path: `${path}.${key}`, rule: 'is not a known property' })),
      ...Object.entries({ ...required, ...optional }).flatMap(([key, shape]) =>
        value[key] === undefined ? [] : shape(value[key], `${path}.${key}`),
      ),
    ];
  };
}

export function aList(item: Shape, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return [{ path, rule: 'must be an array' }];
    const length =
      value.length < min || value.length > max ? [{ path, rule: `must have ${String(min)}-${String(max)} items` }] : [];
    return [...length, ...value.flatMap((one, index) => item(one, `${path}[${String(index)}]`))];
  };
}

export function aString({ min = 0, max = Number.MAX_SAFE_INTEGER, pattern = /^/ } = {}): Shape {
  return (value, path) => {
    if (typeof value !== 'string') return [{ path, rule: 'must be a string' }];
    // JSON Schema counts characters, not UTF-16 units.
    const { length } = Array.from(value);
    if (length < min || length > max) return [{ path, rule: `must have ${String(min)}-${String(max)} characters` }];
    return pattern.test(value) ? [] : [{ path, rule: `must match ${pattern.source}` }];
  };
}

export function oneOf(...values: readonly (string | number | boolean)[]): Shape {
  return (value, path) =>
    values.some((one) => one === value) ? [] : [{ path, rule: `must be one of ${values.join(', ')}` }];
}

export function aWholeNumber(min: number, max: number): Shape {
  return (value, path) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? []
      : [{ path, rule: `must be a whole number from ${String(min)} to ${String(max)}` }];
}

export function unique(list: Shape): Shape {
  return (value, path) => {
    const problems = list(value, path);
    if (problems.length > 0 || !Array.isArray(value) || new Set(value).size === value.length) return problems;
    return [{ path, rule: 'must not repeat a value' }];
  };
}

/** RFC 3339 with offset. */
export const aDateTime: Shape = (value, path) =>
  typeof value === 'string' && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))
    ? []
    : [{ path, rule: 'must be an RFC 3339 date-time with offset' }];
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

export const aUuid = aString({ pattern: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i });
