import { describe, expect, it } from '@jest/globals';
import { DEAD_REASONS } from '#messaging/dead-letter.js';
import { FIELD_ERROR_CODES } from '#contract/field-error.js';
import { codesInCatalogue, codesInSources } from './error-codes.js';

/** Sak/arkiv systems branch on codes and operators look them up, so docs/errors.md has all of them and no other. */
describe('docs/errors.md', () => {
  const inSources = codesInSources();
  const inCatalogue = codesInCatalogue();

  it('has every code of the sources', () => {
    const missing = [...inSources].filter(([code]) => !inCatalogue.includes(code));
    expect(missing.map(([code, files]) => `${code} (${files.join(', ')})`).sort()).toEqual([]);
  });

  it('has no code that is gone', () => {
    expect(inCatalogue.filter((code) => !inSources.has(code))).toEqual([]);
  });

  it('explains a code once', () => {
    expect(inCatalogue.filter((code, index) => inCatalogue.indexOf(code) !== index)).toEqual([]);
  });

  // What the search must find, or the tests above would pass by finding nothing.
  it.each([
    ['the codes of fields', FIELD_ERROR_CODES],
    ['the reasons of dead letters', DEAD_REASONS],
    ['the rules of routing', ['ACTIVE_MAILBOX', 'RESERVED', 'NO_CHANNEL_LEFT', 'ADDRESS_MISSING']],
    [
      'codes made of a prefix and a table',
      ['KRR_THROTTLED', 'FOLKEREGISTERET_NO_ACCESS', 'MASKINPORTEN_NOT_DELEGATED'],
    ],
    ['tables of the channels', ['ALTINN_NO_ROLE', 'PRINT_HOST_KEY', 'MAILBOX_UNKNOWN', 'DPI_ANSWER_LOST']],
    ['problems of the HTTP API', ['TOKEN_MISSING', 'LETTER_NOT_FOUND', 'EMPTY_DOCUMENT']],
  ])('is compared with %s', (_what, codes) => {
    expect(codes.filter((code) => !inSources.has(code))).toEqual([]);
  });
});
