import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { FieldError } from './field-error.js';
import { parseLetterMessage } from './parse-letter-message.js';
import type { ParsedLetter, ParseOutcome, ParseRules } from './parse-outcome.js';
import { SAMPLE_ADDRESS, sampleDocument, sampleLetter, SYNTHETIC_PERSON } from './testing/sample-letter.js';

const RULES: ParseRules = {
  environment: 'sandbox',
  channels: ['digipost', 'eboks', 'altinn', 'print'],
  priority: 'normal',
};

function parse(message: unknown, rules: Partial<ParseRules> = {}): ParseOutcome {
  return parseLetterMessage(Buffer.from(JSON.stringify(message)), { ...RULES, ...rules });
}

function parsed(message: unknown): ParsedLetter {
  const outcome = parse(message);
  if (outcome.kind !== 'letter') throw new Error(JSON.stringify(outcome));
  return outcome;
}

function errors(message: unknown, rules: Partial<ParseRules> = {}): string[] {
  const outcome = parse(message, rules);
  return outcome.kind === 'letter' ? [] : outcome.errors.map(({ field, code }: FieldError) => `${field} ${code}`);
}

describe('parseLetterMessage', () => {
  it('takes the smallest letter and fills in the defaults of the contract', () => {
    const { letter, inline, references } = parsed(sampleLetter());
    expect(letter).toMatchObject({
      conversationId: letter.letterId,
      language: 'nb',
      openReceipt: false,
      notification: {},
      delivery: { digitalOnly: false },
      print: { colour: 'black-and-white', postage: 'B', duplex: true, undeliverable: 'return' },
      recipient: { kind: 'person', personIdentifier: SYNTHETIC_PERSON },
    });
    const bytes = Buffer.from('%PDF-1.7 sample');
    const [document] = letter.documents;
    expect(document).toMatchObject({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(inline.get(document?.documentId ?? '')).toEqual(bytes);
    expect(references).toEqual([]);
  });

  it('takes every optional field', () => {
    const { letter, references } = parsed(
      sampleLetter({
        sender: { organisationNumber: '313000001', supplier: '313003000', unit: 'nav', invoiceReference: 'F1' },
        recipient: { organisationNumber: '313001008', postalAddress: SAMPLE_ADDRESS },
        reference: 'sak 2026/123',
        conversationId: '2B9AD9A7-56B1-4B0C-9D1C-2F5D9F3A7C11',
        summary: 'To\nlinjer',
        language: 'nn',
        documents: [
          sampleDocument(),
          sampleDocument({
            fileName: 'kart.pdf',
            content: { documentId: '3b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11', sha256: 'A'.repeat(64) },
          }),
        ],
        availableFrom: '2026-11-22T09:00:00+01:00',
        expiresAt: '2026-12-22T09:00:00Z',
        openReceipt: true,
        notification: { email: { text: 'Du har fått brev', repeatAfterDays: [0, 25] }, sms: { text: 'Brev' } },
        delivery: { channels: ['altinn', 'print'], forceChannel: 'altinn', digitalOnly: true, readDeadline: 'P2D' },
        print: {
          colour: 'colour',
          postage: 'A',
          duplex: false,
          undeliverable: 'shred',
          returnAddress: SAMPLE_ADDRESS,
          address: { name: 'A', lines: ['B'], countryCode: 'SE' },
        },
      }),
    );
    expect(letter.conversationId).toBe('2b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11');
    expect(letter.availableFrom).toEqual(new Date('2026-11-22T08:00:00Z'));
    expect(letter.delivery.readDeadlineWorkingDays).toBe(2);
    expect(letter.notification.sms?.repeatAfterDays).toEqual([0, 7]);
    expect(references).toEqual([
      { index: 1, documentId: '3b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11', sha256: 'a'.repeat(64) },
    ]);
  });

  it('names every wrong field of one letter at once', () => {
    const outcome = parse(
      sampleLetter({
        recipient: { personIdentifier: '20914695017', organisationNumber: '313000002' },
        colour: 'red',
        reference: 5,
        conversationId: 'x',
        legalEffect: 'decree',
        securityLevel: '4',
        title: '',
        documents: [
          sampleDocument({
            mediaType: 'application/x-msdownload',
            fileName: '../vedtak.pdf',
            content: { base64: 'not base64!' },
          }),
          'text',
          sampleDocument({ pages: 2, content: {} }),
        ],
        availableFrom: '2026-02-30T09:00:00Z',
        notification: { email: { text: 'x'.repeat(501), repeatAfterDays: [0, 26] }, sms: {} },
        delivery: { channels: ['digipost', 'pigeon'], digitalOnly: true, forceChannel: 'print', readDeadline: 'PT2H' },
        print: {
          address: { name: 'A', lines: [], postalCode: '150' },
          returnAddress: { ...SAMPLE_ADDRESS, lines: ['A', 5, ''] },
        },
      }),
    );
    expect(outcome.kind).toBe('invalid');
    const found = outcome.kind === 'invalid' ? outcome.errors.map(({ field, code }) => `${field} ${code}`) : [];
    expect(found.sort()).toEqual(
      [
        'availableFrom INVALID_DATE',
        'colour UNKNOWN_FIELD',
        'conversationId NOT_A_UUID',
        'delivery CONTRADICTORY_DELIVERY',
        'delivery.channels[1] UNKNOWN_CHANNEL',
        'delivery.readDeadline OUT_OF_RANGE',
        'documents[0].content.base64 NOT_BASE64',
        'documents[0].fileName NOT_ALLOWED_VALUE',
        'documents[0].mediaType UNKNOWN_MEDIA_TYPE',
        'documents[1] WRONG_TYPE',
        'documents[2].content REQUIRED',
        'documents[2].pages UNKNOWN_FIELD',
        'legalEffect NOT_ALLOWED_VALUE',
        'notification.email.repeatAfterDays[1] OUT_OF_RANGE',
        'notification.email.text TOO_LONG',
        'notification.sms.text REQUIRED',
        'print.address.city ADDRESS_INVALID',
        'print.address.lines TOO_FEW',
        'print.address.postalCode ADDRESS_INVALID',
        'print.returnAddress.lines[1] WRONG_TYPE',
        'print.returnAddress.lines[2] TOO_SHORT',
        'recipient RECIPIENT_AMBIGUOUS',
        'recipient.organisationNumber WRONG_CHECK_DIGITS',
        'recipient.personIdentifier WRONG_CHECK_DIGITS',
        'reference WRONG_TYPE',
        'securityLevel WRONG_TYPE',
        'title TOO_SHORT',
      ].sort(),
    );
  });

  it('names every missing required field', () => {
    const { letterId, sender } = sampleLetter();
    expect(errors({ letterId, sender })).toEqual(
      ['recipient', 'legalEffect', 'securityLevel', 'title', 'documents'].map((field) => `${field} REQUIRED`),
    );
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no recipient form', { recipient: {} }, 'recipient REQUIRED'],
    ['no documents', { documents: [] }, 'documents TOO_FEW'],
    [
      '202 documents',
      { documents: Array.from({ length: 202 }, (_, n) => sampleDocument({ fileName: `${String(n)}.pdf` })) },
      'documents TOO_MANY',
    ],
    [
      'an empty document',
      { documents: [sampleDocument({ content: { base64: '' } })] },
      'documents[0].content.base64 TOO_SHORT',
    ],
    [
      'both contents',
      { documents: [sampleDocument({ content: { base64: 'QQ==', documentId: sampleLetter()['letterId'] } })] },
      'documents[0].content NOT_ALLOWED_VALUE',
    ],
    ['a list for a document', { documents: [sampleDocument(), []] }, 'documents[1] WRONG_TYPE'],
    ['a document in a list in the list', { documents: [[sampleDocument()]] }, 'documents[0] WRONG_TYPE'],
    ['null for a document', { documents: [null] }, 'documents[0] WRONG_TYPE'],
    ['a number among the channels', { delivery: { channels: ['print', 1] } }, 'delivery.channels[1] WRONG_TYPE'],
    ['null for an optional field', { reference: null }, 'reference WRONG_TYPE'],
    ['a list for an object', { recipient: [{ personIdentifier: SYNTHETIC_PERSON }] }, 'recipient WRONG_TYPE'],
    ['a NUL in a text', { title: 'a\u0000b' }, 'title NOT_ALLOWED_VALUE'],
    ['half a surrogate pair', { title: 'a\ud800b' }, 'title NOT_ALLOWED_VALUE'],
    ['a time without an offset', { expiresAt: '2026-11-22T09:00:00' }, 'expiresAt INVALID_DATE'],
    [
      'an end before the beginning',
      { availableFrom: '2026-11-22T09:00:00Z', expiresAt: '2026-11-22T09:00:00Z' },
      'expiresAt DEADLINE_IN_THE_PAST',
    ],
    ['a name of JavaScript itself', { constructor: 1 }, 'constructor UNKNOWN_FIELD'],
    [
      'repeated days',
      { notification: { sms: { text: 'x', repeatAfterDays: [7, 7] } } },
      'notification.sms.repeatAfterDays DUPLICATE',
    ],
    [
      'a country that does not exist',
      { recipient: { postalAddress: { ...SAMPLE_ADDRESS, countryCode: 'XX' } } },
      'recipient.postalAddress.countryCode NOT_ALLOWED_VALUE',
    ],
    [
      'a real person in the sandbox',
      { recipient: { personIdentifier: realPerson() } },
      'recipient.personIdentifier REAL_PERSON_NOT_ALLOWED',
    ],
  ])('refuses %s', (_, changes, expected) => {
    expect(errors(sampleLetter(changes))).toEqual([expected]);
  });

  it('names a field that would change the prototype', () => {
    const body = JSON.stringify(sampleLetter()).replace('{', '{"__proto__":{"title":"x"},');
    const outcome = parseLetterMessage(Buffer.from(body), RULES);
    expect(outcome.kind === 'invalid' && outcome.errors.map(({ field }) => field)).toEqual(['__proto__']);
  });

  it('never repeats a value of the sender', () => {
    const outcome = parse(
      sampleLetter({ recipient: { personIdentifier: '20914695017' }, title: 7, [SYNTHETIC_PERSON]: 'x' }),
    );
    const text = JSON.stringify(outcome);
    expect(text).not.toContain('2091469501');
    expect(outcome.kind).toBe('invalid');
  });

  it('gives an invalid letter the identity its rejection is addressed with', () => {
    const outcome = parse(
      sampleLetter({ title: 1, reference: 'sak 1', sender: { organisationNumber: '313000001', supplier: '1' } }),
    );
    expect(outcome).toMatchObject({
      identity: { letterId: sampleLetter()['letterId'], sender: '313000001', reference: 'sak 1' },
    });
    expect(outcome.kind === 'invalid' && 'supplier' in outcome.identity).toBe(false);
  });

  it.each([
    ['text', 'hello', 'MALFORMED_JSON'],
    ['a cut body', '{"letterId": "0b9a', 'MALFORMED_JSON'],
    ['nothing', '', 'MALFORMED_JSON'],
    ['a list', '[]', 'MALFORMED_JSON'],
    ['no letterId', '{"title":"x"}', 'NO_LETTER_ID'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'MALFORMED_JSON'],
  ])('calls %s unreadable', (_, body, code) => {
    expect(parseLetterMessage(Buffer.from(body), RULES)).toMatchObject({ kind: 'unreadable', reason: { code } });
  });

  it('survives a body nested deeper than the stack', () => {
    const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const body = JSON.stringify(sampleLetter()).replace('{', `{"x":${deep},`);
    expect(parseLetterMessage(Buffer.from(body), RULES)).toMatchObject({ kind: 'invalid', errors: [{ field: 'x' }] });
  });

  it('hashes the letter, not its spelling', () => {
    const plain = sampleLetter({ availableFrom: '2026-11-22T09:00:00+01:00' });
    const spelt = {
      ...Object.fromEntries(Object.entries(plain).reverse()),
      language: 'nb',
      availableFrom: '2026-11-22T08:00:00Z',
    };
    expect(parsed(spelt).contentHash).toEqual(parsed(plain).contentHash);
    expect(parsed(sampleLetter({ title: 'Annet' })).contentHash).not.toEqual(parsed(sampleLetter()).contentHash);
    const other = sampleLetter({ documents: [sampleDocument({ content: { base64: 'QQ==' } })] });
    expect(parsed(other).contentHash).not.toEqual(parsed(sampleLetter()).contentHash);
  });
});

/** The sample person moved 80 months back and given its check digits, so that no real identifier is written here. */
function realPerson(): string {
  for (let individual = 0; individual < 1_000; individual += 1) {
    const nine = `010100${String(individual).padStart(3, '0')}`;
    for (let check = 0; check < 100; check += 1) {
      const candidate = nine + String(check).padStart(2, '0');
      if (
        errors(sampleLetter({ recipient: { personIdentifier: candidate } })).every(
          (error) => !error.endsWith('WRONG_CHECK_DIGITS'),
        )
      )
        return candidate;
    }
  }
  throw new Error('No identifier found.');
}
