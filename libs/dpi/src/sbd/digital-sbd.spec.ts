import { describe, expect, it } from '@jest/globals';
import { aDigitalSbd, EXAMPLE_DIGEST, FULL_LETTER } from '../testing/example-messages.js';
import { readSbd } from './sbd.reader.js';
import { sbdProblems } from './sbd-shapes.js';

describe('the digital message', () => {
  it('carries every field of the letter that DPI has a place for', () => {
    const { standardBusinessDocument: document } = aDigitalSbd(FULL_LETTER);
    expect(document.digital).toEqual({
      avsender: {
        virksomhetsidentifikator: { authority: 'iso6523-actorid-upis', value: '0192:313000001' },
        avsenderidentifikator: '313000001:byggesak',
        fakturaReferanse: 'F-1',
      },
      mottaker: { postkasseadresse: 'kari#1234' },
      dokumentpakkefingeravtrykk: {
        digestMethod: 'http://www.w3.org/2001/04/xmlenc#sha256',
        digestValue: EXAMPLE_DIGEST,
      },
      maskinportentoken: 'a.b.c',
      sikkerhetsnivaa: 3,
      virkningstidspunkt: '2026-04-01T06:00:00.000Z',
      aapningskvittering: true,
      ikkesensitivtittel: 'Vedtak æøå',
      spraak: 'nn',
      varsler: {
        epostvarsel: { epostadresse: 'kari@example.test', varslingstekst: 'Du har brev', repetisjoner: [0, 7] },
        smsvarsel: { mobiltelefonnummer: '+4799999999', varslingstekst: 'Brev', repetisjoner: [1] },
      },
    });
    const header = document.standardBusinessDocumentHeader;
    // The signer is the supplier where there is one.
    expect(header.sender[0].identifier.value).toBe('0192:313003000');
    expect(header.receiver[0].identifier.value).toBe('0192:984661185');
    expect(header.businessScope.scope[0].scopeInformation).toEqual([
      { expectedResponseDateTime: '2026-05-01T06:00:00.000Z' },
    ]);
  });

  it('has no notice when there is no contact point that may be used, and a day to live', () => {
    const { standardBusinessDocument: document } = aDigitalSbd({
      ...FULL_LETTER,
      notifiable: {},
      letter: { ...FULL_LETTER.letter, expiresAt: undefined } as never,
    });
    expect(document.digital.varsler).toEqual({});
    expect(document.standardBusinessDocumentHeader.businessScope.scope[0].scopeInformation).toEqual([
      { expectedResponseDateTime: '2026-03-03T10:00:00.000Z' },
    ]);
  });

  it('leaves out a notice to an address that DPI has no form for', () => {
    const { standardBusinessDocument: document } = aDigitalSbd({
      ...FULL_LETTER,
      notifiable: { email: { value: 'kåre@example.test' }, mobile: { value: '+4799999999' } },
    });
    expect(Object.keys(document.digital.varsler ?? {})).toEqual(['smsvarsel']);
  });

  it('has the shape it must have, and is read back', () => {
    expect(sbdProblems(aDigitalSbd(FULL_LETTER))).toEqual([]);
    const read = readSbd(Buffer.from(JSON.stringify(aDigitalSbd(FULL_LETTER))));
    expect(read).toMatchObject({ ok: true, value: { type: 'digital', from: '313003000', to: '984661185' } });
  });

  it.each([
    ['an unknown property', { ikkeEtFelt: 1 }, 'ikkeEtFelt'],
    ['a title that is too long', { ikkesensitivtittel: 'x'.repeat(256) }, 'ikkesensitivtittel'],
    ['a level that does not exist', { sikkerhetsnivaa: 2 }, 'sikkerhetsnivaa'],
    [
      'a hex digest',
      {
        dokumentpakkefingeravtrykk: {
          digestMethod: 'http://www.w3.org/2001/04/xmlenc#sha256',
          digestValue: 'ab'.repeat(32),
        },
      },
      'digestValue',
    ],
    [
      'days that repeat',
      { varsler: { epostvarsel: { epostadresse: 'a@example.test', varslingstekst: 'x', repetisjoner: [7, 7] } } },
      'repetisjoner',
    ],
    ['a time without offset', { virkningstidspunkt: '2026-04-01T06:00:00' }, 'virkningstidspunkt'],
  ])('with %s is refused by name', (_what, change, field) => {
    const message = aDigitalSbd(FULL_LETTER).standardBusinessDocument;
    const changed = { standardBusinessDocument: { ...message, digital: { ...message.digital, ...change } } };
    const problems = sbdProblems(changed);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.path).toContain(field);
  });
});
