import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { systemClock } from '#domain/clock.js';
import { HttpClient, type HttpResponse } from '#platform/http.client.js';
import { Corner2Client, type PostOutcome } from './corner2.client.js';

/** Gives the same answer to every call. */
class OneAnswer extends HttpClient {
  constructor(private readonly answer: HttpResponse) {
    super();
  }

  override request(): Promise<HttpResponse> {
    return Promise.resolve(this.answer);
  }
}

describe('the answers of the access point', () => {
  const clients: Corner2Client[] = [];
  const signal = new AbortController().signal;

  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
  });

  function answering(status: number, body: string): Corner2Client {
    const http = new OneAnswer({ status, headers: {}, body: Buffer.from(body) });
    const client = new Corner2Client(http, { baseUrl: 'https://c2.example', kanal: 'k' }, systemClock);
    clients.push(client);
    return client;
  }

  async function posted(status: number, body: string): Promise<PostOutcome> {
    const nothing = { size: 0, pieces: () => nobody() };
    const outcome = await answering(status, body).post({ jws: 'a.b.c', package: nothing }, 'token', signal);
    if (!outcome.ok) throw new Error(outcome.error.code);
    return outcome.value;
  }

  it('tell of a refusal its problem type', async () => {
    const type = 'https://sandbox.invalid/dpi/problems/wrong-token';
    expect(await posted(400, JSON.stringify({ type, title: 't', detail: 'd' }))).toMatchObject({
      kind: 'refused',
      failure: { code: 'DPI_MESSAGE_REFUSED', text: expect.stringContaining('(wrong-token)') },
    });
  });

  it('tell nothing of what people wrote about it', async () => {
    const plain = await posted(400, '{}');
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('Kari Nordmann, 20914695016'));
    await fc.assert(
      fc.asyncProperty(text, text, async (title, detail) => {
        const type = fc.sample(fc.constantFrom(undefined, 'about:blank', 'urn:x:Kari Nordmann', title), 1)[0];
        fc.pre(!/[/:#][a-z][a-z0-9-]{2,60}$/i.test(title));
        expect(await posted(400, JSON.stringify({ type, title, detail }))).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [
      'of the API',
      '[{"status":"OPPRETTET","timestamp":"2026-03-02T10:00:00Z"},{"status":"SENDT"}]',
      ['OPPRETTET', 'SENDT'],
    ],
    ['that the API has no more', '[{"status":"MOTTATT"}]', ['OTHER']],
    ['beside rubbish', '[null,{"status":3},{"status":"FEILET","timestamp":"soon"}]', ['FEILET']],
    ['that there are none of', '[]', []],
  ])('are read as statuses %s', async (_what, body, statuses) => {
    const answer = await answering(200, body).statuses('m', 'token', signal);
    expect(answer.ok && answer.value.statuses.map(({ status }) => status)).toEqual(statuses);
  });

  it.each(['[null]', '[{}]', '{}', '<html>', ''])(
    'are never taken for "not there" when they are %s, for then the letter would be sent again',
    async (body) => {
      expect(await answering(200, body).statuses('m', 'token', signal)).toMatchObject({
        ok: false,
        error: { kind: 'defect', code: 'DPI_UNEXPECTED_ANSWER' },
      });
    },
  );

  it.each([200, 204, 404])('mark a receipt as read with %s', async (status) => {
    expect(await answering(status, '').markRead('id', 'token', signal)).toEqual({ ok: true, value: undefined });
  });
});

async function* nobody(): AsyncGenerator<Buffer> {
  // An empty package: nothing reads what is sent here.
}
