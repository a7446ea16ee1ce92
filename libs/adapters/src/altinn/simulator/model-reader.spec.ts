import { describe, expect, it } from '@jest/globals';
import { AltinnModelProblem } from './altinn-problems.js';
import { readModel } from './model-reader.js';
import { ATTACHMENT_MODEL, CORRESPONDENCE_MODEL } from './request-models.js';
import { aLetter, type LetterChanges } from './testing/altinn-tester.js';

/** The paths of the fields that are refused, with the status. */
function refused(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AltinnModelProblem)) throw error;
    const { status, body } = error.toResponse();
    return { status, paths: Object.keys((body as { errors: object }).errors) };
  }
}

describe('readModel', () => {
  it.each(['\ud83d', 'a\ude00b', 'a\0b'])('binds no text with %j in it, wherever it is', (text) => {
    const places: readonly (readonly [changes: LetterChanges, path: string])[] = [
      [{ content: { messageTitle: text } }, '$.correspondence.content.messageTitle'],
      [{ content: { messageBody: text } }, '$.correspondence.content.messageBody'],
      [{ letter: { sendersReference: text } }, '$.correspondence.sendersReference'],
      [{ letter: { propertyList: { key: text } } }, '$.correspondence.propertyList'],
      [{ letter: { propertyList: { [text]: 'value' } } }, '$.correspondence.propertyList'],
    ];
    for (const [changes, path] of places) {
      const answer = refused(() => readModel(CORRESPONDENCE_MODEL, aLetter(changes)));
      expect(answer).toEqual({ status: 400, paths: [path] });
    }
    const attachment = { resourceId: 'brev', fileName: `${text}.pdf`, sendersReference: 'vedlegg' };
    for (const source of ['json', 'form'] as const) {
      const answer = refused(() => readModel(ATTACHMENT_MODEL, attachment, source));
      expect(answer).toEqual({ status: 400, paths: ['$.fileName'] });
    }
  });

  it('binds whole characters, also those of two units', () => {
    expect(readModel(ATTACHMENT_MODEL, { resourceId: 'brev', fileName: '😀.pdf', sendersReference: 'v' })).toEqual({
      resourceId: 'brev',
      fileName: '😀.pdf',
      sendersReference: 'v',
    });
  });
});
