import { describe, expect, it } from '@jest/globals';
import { aPrintSbd, EXAMPLE_DIGEST, FULL_LETTER } from '../testing/example-messages.js';
import { readSbd } from './sbd.reader.js';

describe('the print message', () => {
  it('carries every field of the letter that DPI print has a place for', () => {
    const { standardBusinessDocument: document } = aPrintSbd(FULL_LETTER);
    expect(document.utskrift).toEqual({
      avsender: {
        virksomhetsidentifikator: { authority: 'iso6523-actorid-upis', value: '0192:313000001' },
        avsenderidentifikator: '313000001:byggesak',
        fakturaReferanse: 'F-1',
      },
      mottaker: { navn: 'Kari Prøve', adresselinje1: 'Gata 1', postnummer: '0001', poststed: 'Oslo' },
      dokumentpakkefingeravtrykk: {
        digestMethod: 'http://www.w3.org/2001/04/xmlenc#sha256',
        digestValue: EXAMPLE_DIGEST,
      },
      maskinportentoken: 'a.b.c',
      utskriftstype: 'FARGE',
      posttype: 'A',
      retur: {
        mottaker: { navn: 'Prøvedirektoratet', adresselinje1: 'Postboks 1', postnummer: '0030', poststed: 'Oslo' },
        returposthaandtering: 'MAKULERING_MED_MELDING',
      },
    });
    const header = document.standardBusinessDocumentHeader;
    expect(header.documentIdentification.type).toBe('utskrift');
    expect(header.sender[0].identifier.value).toBe('0192:313003000');
    expect(header.businessScope.scope[0]).toMatchObject({
      identifier: 'urn:fdc:digdir.no:2020:profile:egovernment:innbyggerpost:utskrift:ver1.0',
      scopeInformation: [{ expectedResponseDateTime: '2026-05-01T06:00:00.000Z' }],
    });
  });

  it('is black and white, B post and returned as it is when nothing else is wished, and is read back', () => {
    const message = aPrintSbd();
    expect(message.standardBusinessDocument.utskrift).toMatchObject({
      utskriftstype: 'SORT_HVIT',
      posttype: 'B',
      retur: { returposthaandtering: 'DIREKTE_RETUR' },
    });
    const read = readSbd(Buffer.from(JSON.stringify(message)));
    expect(read).toMatchObject({ ok: true, value: { type: 'utskrift', from: '313000001', to: '974761076' } });
  });
});
