import { describe, expect, it } from '@jest/globals';
import { EBOKS_FAULTS } from './eboks.errors.js';

describe('the fault table', () => {
  it.each([
    ['Ukjent postkasseadresse', 'KLIENT', 'MAILBOX_UNKNOWN'],
    ['Kan ikke dekryptere', 'KLIENT', 'PACKAGE_NOT_DECRYPTABLE'],
    ['Feil signatur', 'KLIENT', 'PACKAGE_REFUSED'],
    ['Feil i manifest', 'KLIENT', 'PACKAGE_REFUSED'],
    ['Reason code: SBD:5023. Vedhæftning må kun optræde 1 gang', 'KLIENT', 'DUPLICATE_DOCUMENT_NAME'],
  ])('reads "%s" of %s as %s', (text, type, code) => {
    expect(EBOKS_FAULTS.find((fault) => fault.type === type && fault.pattern.test(text))?.code).toBe(code);
  });

  it('has stable codes and says what to do', () => {
    expect(EBOKS_FAULTS.every(({ code, text }) => /^[A-Z][A-Z0-9_]+$/.test(code) && text.length > 20)).toBe(true);
  });
});
