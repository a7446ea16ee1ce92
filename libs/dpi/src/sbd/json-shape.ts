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
  const known = { ...required, ...optional };
  const entries = Object.entries(known);
  const names = Object.keys(required);
  return (value, path) => {
    if (!isRecord(value)) return [{ path, rule: 'must be an object' }];
    // One list that is nearly always empty: every message is looked at on its way out.
    const problems: ShapeProblem[] = [];
    for (const key of names)
      if (!Object.hasOwn(value, key)) problems.push({ path: `${path}.${key}`, rule: 'is required' });
    if (others === 'closed') problems.push(...unknownKeys(value, known, path));
    for (const [key, shape] of entries) {
      if (Object.hasOwn(value, key)) problems.push(...shape(value[key], `${path}.${key}`));
    }
    return problems;
  };
}

/** Own properties only: `constructor` and `__proto__` are in every object, and a message may hold them as keys. */
function unknownKeys(value: object, known: object, path: string): readonly ShapeProblem[] {
  return Object.keys(value)
    .filter((key) => !Object.hasOwn(known, key))
    .slice(0, MAX_UNKNOWN)
    .map((key) => ({ path: `${path}.${shown(key)}`, rule: 'is not a known property' }));
}

export function aList(item: Shape, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return [{ path, rule: 'must be an array' }];
    // The items are not looked at then: there may be millions.
    if (value.length < min || value.length > max)
      return [{ path, rule: `must have ${String(min)}-${String(max)} items` }];
    return value.flatMap((one, index) => item(one, `${path}[${String(index)}]`));
  };
}

/** Both; the second is asked only when the first holds. */
export function both(first: Shape, second: Shape): Shape {
  return (value, path) => {
    const problems = first(value, path);
    return problems.length > 0 ? problems : second(value, path);
  };
}

export function aString({ min = 0, max = Number.MAX_SAFE_INTEGER, pattern = /^/, called = '' } = {}): Shape {
  return (value, path) => {
    if (typeof value !== 'string') return [{ path, rule: 'must be a string' }];
    if (!hasLength(value, min, max)) return [{ path, rule: `must have ${String(min)}-${String(max)} characters` }];
    if (pattern.test(value)) return [];
    return [{ path, rule: called === '' ? `must match ${pattern.source}` : `must be ${called}` }];
  };
}

/** JSON Schema counts characters, of which one is one or two UTF-16 units; most strings need no counting. */
function hasLength(value: string, min: number, max: number): boolean {
  if (value.length <= max && value.length >= 2 * min) return true;
  const { length } = Array.from(value);
  return length >= min && length <= max;
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

/** A day that exists, as YYYY-MM-DD. */
export const aDate: Shape = (value, path) =>
  typeof value === 'string' && isDay(/^(\d{4})-(\d{2})-(\d{2})$/.exec(value))
    ? []
    : [{ path, rule: 'must be a date that exists' }];

/** RFC 3339 with offset, without leap seconds, which JavaScript has none of. */
export const aDateTime: Shape = (value, path) =>
  typeof value === 'string' && isDay(DATE_TIME.exec(value))
    ? []
    : [{ path, rule: 'must be an RFC 3339 date-time with offset' }];
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** Date.parse would take 30 February for 1 March. */
function isDay(match: RegExpExecArray | null): boolean {
  if (match === null) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export const aUuid = aString({ pattern: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i });

const MAX_UNKNOWN = 5;

/** Names come from outside as values do; only what looks like a field's name is told. */
function shown(key: string): string {
  return /^[A-Za-z_]{1,40}$/.test(key) ? key : '(other)';
}
