import fc from 'fast-check';

/** What a document may be damaged with: keys that are added, values that are put in the place of others. */
export interface Damage {
  readonly keys: readonly string[];
  readonly values: readonly unknown[];
}

/** One small change to a document, made and unmade in place. */
export interface Mutation {
  readonly what: () => string;
  readonly change: () => void;
  readonly undo: () => void;
}

/** Every change to every place: the key left out, each key added beside it, each value in its place. */
export function* everyMutation(document: object, { keys, values }: Damage): Generator<Mutation> {
  for (const { parent, name, path } of placesIn(document, '')) {
    const before: unknown = Reflect.get(parent, name);
    const undo = (): void => {
      put(parent, name, before);
    };
    if (!Array.isArray(parent)) {
      yield { what: () => `${path} dropped`, change: () => Reflect.deleteProperty(parent, name), undo };
    }
    for (const value of values) {
      const change = (): void => {
        put(parent, name, value);
      };
      yield { what: () => `${path} = ${JSON.stringify(value)}`, change, undo };
    }
    if (typeof before !== 'object' || before === null || Array.isArray(before)) continue;
    for (const key of keys.filter((one) => !Object.hasOwn(before, one))) {
      for (const value of ['x', {}, true]) {
        yield {
          what: () => `${path}.${key} added as ${JSON.stringify(value)}`,
          change: () => {
            put(before, key, value);
          },
          undo: () => Reflect.deleteProperty(before, key),
        };
      }
    }
  }
}

/** Several changes at once, anywhere; gives a changed copy. */
export function someDamage({ keys, values }: Damage): fc.Arbitrary<(document: object) => object> {
  const one = fc.record({
    place: fc.nat(1_000),
    kind: fc.constantFrom('drop', 'add', 'replace'),
    key: fc.constantFrom(...keys),
    value: fc.constantFrom(...values),
  });
  return fc.array(one, { minLength: 2, maxLength: 4 }).map((changes) => (document) => {
    const copy = structuredClone(document);
    for (const { place, kind, key, value } of changes) {
      const places = placesIn(copy, '');
      const chosen = places[place % places.length];
      if (chosen === undefined) continue;
      if (kind === 'drop') Reflect.deleteProperty(chosen.parent, chosen.name);
      else put(chosen.parent, kind === 'add' ? key : chosen.name, structuredClone(value));
    }
    // Through JSON, so that holes in arrays and the like are what a message can really hold.
    return JSON.parse(JSON.stringify(copy)) as object;
  });
}

/** As JSON.parse does it, also for `__proto__`. */
function put(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

interface Place {
  readonly parent: object;
  readonly name: string;
  readonly path: string;
}

function placesIn(value: unknown, path: string): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    const place = { parent: value, name, path: `${path}/${name}` };
    return [place, ...placesIn(child, place.path)];
  });
}
