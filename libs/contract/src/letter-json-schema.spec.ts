import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { generatedFiles } from './generated-files.js';
import { letterJsonSchema } from './letter-json-schema.js';
import { parseLetterMessage } from './parse-letter-message.js';
import { SAMPLE_ADDRESS, sampleDocument, sampleLetter } from './testing/sample-letter.js';

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
addFormats.default(ajv);
const accepts = ajv.compile(letterJsonSchema());
const RULES = {
  environment: 'sandbox',
  channels: ['digipost', 'eboks', 'altinn', 'print'],
  priority: 'normal',
} as const;

const SAMPLES: readonly (readonly [string, unknown])[] = [
  ['the smallest letter', sampleLetter()],
  ['an address alone', sampleLetter({ recipient: { postalAddress: SAMPLE_ADDRESS } })],
  ['a foreign address', sampleLetter({ recipient: { postalAddress: { name: 'A', lines: ['B'], countryCode: 'SE' } } })],
  ['an address with NO', sampleLetter({ recipient: { postalAddress: { ...SAMPLE_ADDRESS, countryCode: 'NO' } } })],
  ['no city', sampleLetter({ recipient: { postalAddress: { name: 'A', lines: ['B'], postalCode: '0150' } } })],
  ['a short postal code', sampleLetter({ recipient: { postalAddress: { ...SAMPLE_ADDRESS, postalCode: '150' } } })],
  ['two recipients', sampleLetter({ recipient: { personIdentifier: '20914695016', organisationNumber: '313001008' } })],
  ['no recipient', sampleLetter({ recipient: {} })],
  ['an unknown field', sampleLetter({ colour: 'red' })],
  ['an unknown field deep down', sampleLetter({ documents: [sampleDocument({ pages: 1 })] })],
  ['no documents', sampleLetter({ documents: [] })],
  [
    'an uploaded document',
    sampleLetter({ documents: [sampleDocument({ content: { documentId: sampleLetter()['letterId'] } })] }),
  ],
  [
    'two contents',
    sampleLetter({ documents: [sampleDocument({ content: { base64: 'QQ==', sha256: 'a'.repeat(64) } })] }),
  ],
  ['no content', sampleLetter({ documents: [sampleDocument({ content: {} })] })],
  ['bad base64', sampleLetter({ documents: [sampleDocument({ content: { base64: 'QQ=' } })] })],
  ['an unknown media type', sampleLetter({ documents: [sampleDocument({ mediaType: 'application/x-msdownload' })] })],
  ['a folder in a file name', sampleLetter({ documents: [sampleDocument({ fileName: 'a/b.pdf' })] })],
  ['level 2', sampleLetter({ securityLevel: 2 })],
  ['level as text', sampleLetter({ securityLevel: '4' })],
  ['a long title', sampleLetter({ title: 'x'.repeat(256) })],
  ['a title of 255 emoji', sampleLetter({ title: '📮'.repeat(255) })],
  ['a line break in the title', sampleLetter({ title: 'a\nb' })],
  ['a local time', sampleLetter({ expiresAt: '2026-11-22T09:00:00' })],
  ['a time', sampleLetter({ expiresAt: '2026-11-22T09:00:00.5+01:00' })],
  ['a day that does not exist', sampleLetter({ expiresAt: '2026-02-30T09:00:00Z' })],
  ['a read deadline', sampleLetter({ delivery: { readDeadline: 'P2D' } })],
  ['a read deadline in hours', sampleLetter({ delivery: { readDeadline: 'PT2H' } })],
  ['a contradiction', sampleLetter({ delivery: { digitalOnly: true, forceChannel: 'print' } })],
  ['forced print', sampleLetter({ delivery: { forceChannel: 'print' } })],
  ['repeats out of range', sampleLetter({ notification: { sms: { text: 'x', repeatAfterDays: [26] } } })],
  ['null', sampleLetter({ reference: null })],
  ['an empty object', {}],
];

describe('letterJsonSchema', () => {
  it.each(SAMPLES)('says the same as the parser of %s', (_, message) => {
    const outcome = parseLetterMessage(Buffer.from(JSON.stringify(message)), RULES);
    expect(accepts(message)).toBe(outcome.kind === 'letter');
  });

  it('is kept in the repository as generated', () => {
    for (const { path, content } of generatedFiles()) {
      expect(JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))).toEqual(
        JSON.parse(content),
      );
    }
  });
});
