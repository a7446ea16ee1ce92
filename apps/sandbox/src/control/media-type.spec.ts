import { describe, expect, it } from '@jest/globals';
import { mediaTypeOf } from './media-type.js';

describe('mediaTypeOf', () => {
  it.each([
    ['a CMS package with a definite length', Buffer.from([0x30, 0x82, 0x01, 0x00]), 'application/cms'],
    ['a CMS package with an indefinite length', Buffer.from([0x30, 0x80, 0x06, 0x09]), 'application/cms'],
    ['a ZIP archive', Buffer.from('PK\u0003\u0004rest', 'latin1'), 'application/zip'],
    ['JSON', Buffer.from('  {"a":1}'), 'application/json'],
    ['a JSON list', Buffer.from('[]'), 'application/json'],
    ['XML', Buffer.from('<?xml version="1.0"?>'), 'application/xml'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'application/pdf'],
    ['text that begins with the digit 0', Buffer.from('01'), 'application/octet-stream'],
    ['nothing', Buffer.alloc(0), 'application/octet-stream'],
  ])('knows %s', (_label, bytes, expected) => {
    expect(mediaTypeOf(bytes)).toBe(expected);
  });
});
