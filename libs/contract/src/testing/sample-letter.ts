/** A valid message with every required field and nothing else; specs change one thing at a time. */
export function sampleLetter(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    letterId: '0b9ad9a7-56b1-4b0c-9d1c-2f5d9f3a7c11',
    sender: { organisationNumber: '313000001' },
    recipient: { personIdentifier: SYNTHETIC_PERSON },
    legalEffect: 'decision',
    securityLevel: 4,
    title: 'Vedtak',
    documents: [sampleDocument()],
    ...changes,
  };
}

/** From contract 4. */
export const SYNTHETIC_PERSON = '20914695016';

export function sampleDocument(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    title: 'Vedtak',
    fileName: 'vedtak.pdf',
    mediaType: 'application/pdf',
    content: { base64: Buffer.from('%PDF-1.7 sample').toString('base64') },
    ...changes,
  };
}

export const SAMPLE_ADDRESS = { name: 'Kari Prøve', lines: ['Prøveveien 1'], postalCode: '0150', city: 'OSLO' };
