import { describe, expect, it } from '@jest/globals';
import { maskIdentifiers } from './mask-identifiers.js';

describe('maskIdentifiers', () => {
  it.each([
    ['person 20914695016 not found', 'person *********** not found'],
    ['209146 95016', '***********'],
    ['person_20914695016', 'person_***********'],
    [String.raw`{"reason":"unknown:\n20914695016"}`, String.raw`{"reason":"unknown:\n***********"}`],
    ['organisation 313000001', 'organisation 313000001'],
    ['letter a5f1c1de-0000-4000-8000-000000000001', 'letter a5f1c1de-0000-4000-8000-000000000001'],
    ['{"time":"2026-11-22T02:22:00.000Z","took":12345}', '{"time":"2026-11-22T02:22:00.000Z","took":12345}'],
  ])('%s', (text, masked) => {
    expect(maskIdentifiers(text)).toBe(masked);
  });
});
