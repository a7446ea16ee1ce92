import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AltinnContract, type Exchange } from './altinn-contract.js';
import { aLetter } from './altinn-tester.js';

const contract = AltinnContract.load();

/** A judge that lets everything through would make all the others' tests worthless. */
(contract === undefined ? describe.skip : describe)('the OpenAPI document as a judge', () => {
  const good: Exchange = {
    method: 'POST',
    path: '/correspondence/api/v1/correspondence',
    query: new URLSearchParams(),
    request: aLetter(),
    status: 200,
    mediaType: 'application/json',
    response: {
      correspondences: [{ correspondenceId: randomUUID(), recipient: 'x', notifications: null }],
      attachmentIds: [],
    },
  };
  const problemsOf = (changes: Partial<Exchange>): readonly string[] | undefined =>
    contract?.problems({ ...good, ...changes });

  it('lets what is published through', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[string, Partial<Exchange>]>([
    ['a path that is not there', { path: '/correspondence/api/v1/archive' }],
    ['a method that is not there', { method: 'PUT' }],
    ['an unknown query', { query: new URLSearchParams({ page: '1' }) }],
    ['a request without its recipients', { request: { correspondence: {} } }],
    ['an unknown field in the request', { request: aLetter({ letter: { allowSystemDeleteAfter: null } }) }],
    ['a request with a wrong type', { request: aLetter({ content: { messageTitle: 7 } }) }],
    ['an answer with an unknown field', { response: { correspondences: [], attachmentIds: [], extra: 1 } }],
    ['an answer with a wrong type', { response: { correspondences: [], attachmentIds: ['no-guid'] } }],
    ['a status that is not there', { status: 202 }],
    ['another media type', { mediaType: 'text/html' }],
    ['a problem without a body', { status: 422, response: '' }],
    ['a problem with another shape', { status: 422, response: { error: 'x', errorCode: 'CORR-1' } }],
  ])('sees %s', (_what, changes) => {
    expect(problemsOf(changes)).not.toEqual([]);
  });
});
