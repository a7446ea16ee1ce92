import { describe, expect, it } from '@jest/globals';
import { surpriseLog } from './surprise-log.js';
import { knownCode, noteUnknownFields, type Surprise } from './surprises.js';

describe('surprises', () => {
  it('names the fields that nobody knows, and never what looks like a value', () => {
    const found: Surprise[] = [];
    const object = { status: 'AKTIV', nyttFelt: 'Kari', '20914695016': 1, 'kari@example.no': 1 };
    noteUnknownFields(object, new Set(['status']), 'personer[]', (surprise) => found.push(surprise));
    expect(found).toEqual([
      { kind: 'field', path: 'personer[].nyttFelt' },
      { kind: 'field', path: 'personer[].?' },
      { kind: 'field', path: 'personer[].?' },
    ]);
  });

  it.each([
    ['NY_KODE', 'NY_KODE'],
    ['kari@example.no', '(string)'],
    ['Kari Nordmann', '(string)'],
    [20_914_695_016, '(number)'],
    [{ navn: 'Kari' }, '(object)'],
  ])('tells an unknown code %j as %s', (value, shown) => {
    const found: Surprise[] = [];
    expect(knownCode(value, ['JA', 'NEI'], 'x', (surprise) => found.push(surprise))).toBeUndefined();
    expect(found).toEqual([{ kind: 'value', path: 'x', value: shown }]);
  });

  it('is not surprised by what it knows or what is absent', () => {
    const found: Surprise[] = [];
    const note = (surprise: Surprise): unknown => found.push(surprise);
    expect([undefined, null, 'JA'].map((value) => knownCode(value, ['JA'], 'x', note))).toEqual([
      undefined,
      undefined,
      'JA',
    ]);
    expect(found).toEqual([]);
  });

  it('is logged once by name, and not without end', () => {
    const names: unknown[] = [];
    const warn = (details: { readonly name: string }): number => names.push(details.name);
    const note = surpriseLog('krr', { warn });
    for (let time = 0; time < 3; time += 1) {
      note({ kind: 'field', path: 'a.b' });
      note({ kind: 'value', path: 'a.c', value: 'NY' });
    }
    expect(names).toEqual(['a.b', 'a.c=NY']);
    for (let field = 0; field < 1_000; field += 1) note({ kind: 'field', path: `a.b${String(field)}` });
    expect(names).toHaveLength(200);
  });
});
