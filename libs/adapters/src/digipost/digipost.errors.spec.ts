import { describe, expect, it } from '@jest/globals';
import { DIGIPOST_FAULTS } from './digipost.errors.js';

describe('the fault table', () => {
  it.each([
    ['Ukjent postkasseadresse', 'KLIENT', 'MAILBOX_UNKNOWN'],
    ['Kan ikke dekryptere', 'KLIENT', 'PACKAGE_NOT_DECRYPTABLE'],
    ['Feil signatur', 'KLIENT', 'PACKAGE_REFUSED'],
    ['Feil i manifest', 'KLIENT', 'PACKAGE_REFUSED'],
    ['Digipost could not process the message.', 'SERVER', 'MAILBOX_FAULT'],
  ])('reads "%s" of %s as %s', (text, type, code) => {
    expect(DIGIPOST_FAULTS.find((fault) => fault.type === type && fault.pattern.test(text))?.code).toBe(code);
  });

  it('has stable codes and says what to do', () => {
    expect(DIGIPOST_FAULTS.every(({ code, text }) => /^[A-Z][A-Z0-9_]+$/.test(code) && text.length > 20)).toBe(true);
  });
});
