import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { DepositQuery } from '#channels/channel.port.js';
import { aDocument, anOrder, TEST_ORGANISATION, TEST_PERSON } from '#channels/testing/order-builder.js';
import type { DepositOrder } from '#channels/deposit-order.js';
import { TransportError } from '#platform/transport-error.js';
import { ScriptedAltinn } from './testing/scripted-altinn.js';

const ID = '5f0c2a44-7f6b-4d0e-8a77-2a3e7d9b1c55';
const target = { kind: 'person', personIdentifier: TEST_PERSON } as const;
const CREATE = /^POST .*\/correspondence$/;
const SEARCH = /^GET .*\/correspondence\?/;
const DETAILS = /\/details$/;
const signal = (): AbortSignal => AbortSignal.timeout(20_000);

function query(order: DepositOrder, reference?: string): DepositQuery {
  const { depositId, conversationId } = order;
  const sender = order.sender.organisationNumber;
  return { depositId, conversationId, sender, signer: sender, ...(reference === undefined ? {} : { reference }) };
}

function lost(): never {
  throw new TransportError('maybe', 'ECONNRESET', 'POST https://platform.example.no');
}

describe('a deposit at Altinn', () => {
  it('uploads each document with its checksum and length, waits for the scan, and names them in their order', async () => {
    const altinn = new ScriptedAltinn();
    const ids = ['11111111-7f6b-4d0e-8a77-2a3e7d9b1c55', '22222222-7f6b-4d0e-8a77-2a3e7d9b1c55'];
    altinn.on(/^POST .*\/attachment$/, ({ body }) => ({
      status: 200,
      body: JSON.stringify(body.includes('kart.pdf') ? ids[1] : ids[0]),
    }));
    let looks = 0;
    altinn.on(/^GET .*\/attachment\//, () => {
      looks += 1;
      return looks < 3 ? { status: 200, body: { status: 'UploadProcessing' } } : undefined;
    });
    const documents = [aDocument({ text: 'æøå' }), aDocument({ text: 'kart', fileName: 'kart.pdf' })];
    const order = anOrder({ target, documents });
    expect(await altinn.adapter.deposit(order, signal())).toMatchObject({ ok: true });
    const uploads = altinn.asked.filter(({ path }) => path.endsWith('/upload'));
    const metadata = altinn.asked.filter(({ path }) => path.endsWith('/attachment')).map(({ body }) => body);
    expect(uploads.map(({ headers }) => headers['content-length']).sort()).toEqual(
      documents.map(({ size }) => String(size)).sort(),
    );
    for (const { body } of uploads) {
      const md5 = createHash('md5').update(body).digest('hex');
      expect(metadata.some((text) => text.includes(`"checksum":"${md5}"`))).toBe(true);
    }
    const made = altinn.asked.find(({ method, path }) => CREATE.test(`${method} ${path}`));
    expect(JSON.parse(made?.body ?? '')).toMatchObject({
      existingAttachments: ids,
      idempotentKey: order.depositId,
      correspondence: { resourceId: 'brev' },
    });
    expect(altinn.trail().at(-1)).toBe('POST /correspondence');
  });

  it('finds the first letter by its key after 409, and asks again while the list lags behind', async () => {
    let looks = 0;
    const altinn = new ScriptedAltinn()
      .on(CREATE, () => ({ status: 409, body: { errorCode: 1034 } }))
      .on(SEARCH, () => {
        looks += 1;
        return { status: 200, body: { ids: looks < 3 ? [] : [ID] } };
      });
    const order = anOrder({ target });
    expect(await altinn.adapter.deposit(order, signal())).toMatchObject({ ok: true, value: { reference: ID } });
    const search = new URLSearchParams(altinn.asked.at(-1)?.path.split('?')[1]);
    expect(Object.fromEntries(search)).toEqual({
      resourceId: 'brev',
      role: 'Sender',
      idempotentKey: order.depositId,
    });
  });

  it('is ambiguous when Altinn has the key and shows no letter', async () => {
    const altinn = new ScriptedAltinn().on(CREATE, () => ({ status: 409, body: { errorCode: 1034 } }));
    expect(await altinn.adapter.deposit(anOrder({ target }), signal())).toMatchObject({
      ok: false,
      error: { kind: 'ambiguous', code: 'ALTINN_KEY_USED' },
    });
    expect(altinn.trail().filter((call) => call === 'GET /correspondence')).toHaveLength(4);
  });

  it.each([400, 422, 500])('takes the code of a used key with %i for one', async (status) => {
    const altinn = new ScriptedAltinn()
      .on(CREATE, () => ({ status, body: { errorCode: 1034 } }))
      .on(SEARCH, () => ({ status: 200, body: { ids: [ID] } }));
    expect(await altinn.adapter.deposit(anOrder({ target }), signal())).toMatchObject({
      ok: true,
      value: { reference: ID },
    });
  });

  it('gives an upload its own sockets and the time for its bytes, and nothing else', async () => {
    const altinn = new ScriptedAltinn();
    const document = aDocument({ text: 'x'.repeat(5_000_000) });
    expect(await altinn.adapter.deposit(anOrder({ target, documents: [document] }), signal())).toMatchObject({
      ok: true,
    });
    const special = altinn.asked.filter(({ by, totalTimeoutMs }) => by === 'uploads' || totalTimeoutMs !== undefined);
    expect(special).toMatchObject([{ by: 'uploads', path: expect.stringMatching(/\/upload$/) }]);
    expect(special[0]?.totalTimeoutMs).toBe(600_000 + Math.ceil(document.size / 1_000));
  });

  it('that another 409 refuses is not taken for a repeat', async () => {
    const altinn = new ScriptedAltinn().on(CREATE, () => ({ status: 409, body: { errorCode: 2015 } }));
    expect(await altinn.adapter.deposit(anOrder({ target }), signal())).toMatchObject({
      ok: false,
      error: { kind: 'permanent', code: 'ALTINN_REFUSED' },
    });
  });

  it('repeated after a lost answer asks for the key before it uploads anything', async () => {
    const altinn = new ScriptedAltinn().on(CREATE, lost).on(SEARCH, () => ({ status: 200, body: { ids: [ID] } }));
    const order = anOrder({ target });
    expect(await altinn.adapter.deposit(order, signal())).toMatchObject({ error: { kind: 'ambiguous' } });
    const before = altinn.trail().length;
    expect(await altinn.adapter.deposit(order, signal())).toMatchObject({ ok: true, value: { reference: ID } });
    expect(altinn.trail().slice(before)).toEqual(['GET /correspondence']);
  });

  it('repeated after a refusal for now does not upload again what is there', async () => {
    let down = true;
    const altinn = new ScriptedAltinn().on(CREATE, () =>
      down ? { status: 500, body: { errorCode: 1032 } } : undefined,
    );
    const order = anOrder({ target, documents: [aDocument(), aDocument()] });
    expect(await altinn.adapter.deposit(order, signal())).toMatchObject({ error: { code: 'ALTINN_KRR_DOWN' } });
    down = false;
    expect(await altinn.adapter.deposit(order, signal())).toMatchObject({ ok: true });
    expect(altinn.trail().filter((call) => call.endsWith('/upload'))).toHaveLength(2);
    const bodies = altinn.asked.filter(({ method, path }) => CREATE.test(`${method} ${path}`)).map(({ body }) => body);
    expect(bodies[0]).toBe(bodies[1]);
  });

  it('uploads again when Altinn has lost the documents', async () => {
    let refusals = 1;
    const altinn = new ScriptedAltinn().on(CREATE, () =>
      refusals-- > 0 ? { status: 400, body: { errorCode: 1055 } } : undefined,
    );
    const order = anOrder({ target });
    expect(await altinn.adapter.deposit(order, signal())).toMatchObject({
      error: { kind: 'transient', code: 'ALTINN_ATTACHMENT_LOST' },
    });
    expect(await altinn.adapter.deposit(order, signal())).toMatchObject({ ok: true });
    expect(altinn.trail().filter((call) => call.endsWith('/upload'))).toHaveLength(2);
  });

  it.each([
    ['HTML', '<html>ok</html>'],
    ['an empty list', { correspondences: [] }],
    ['an id that is none', { correspondences: [{ correspondenceId: '../x', status: 'Published' }] }],
    ['nothing', ''],
  ])('is ambiguous when Altinn takes it with %s', async (_what, body) => {
    const altinn = new ScriptedAltinn().on(CREATE, () => ({ status: 200, body }));
    expect(await altinn.adapter.deposit(anOrder({ target }), signal())).toMatchObject({
      ok: false,
      error: { kind: 'ambiguous', code: 'ALTINN_UNREADABLE_ANSWER' },
    });
  });

  it('refused for its title sends nothing', async () => {
    const altinn = new ScriptedAltinn();
    const order = anOrder({ target, letter: { title: '<b>Vedtak</b>' } });
    expect(await altinn.adapter.deposit(order, signal())).toMatchObject({ error: { code: 'ALTINN_TITLE_NOT_PLAIN' } });
    expect(altinn.asked).toEqual([]);
  });
});

describe('resources', () => {
  const environment = {
    ALTINN_CONFIDENTIAL_RESOURCE_ID: 'brev-hemmelig',
    ALTINN_SENDER_RESOURCES: `${TEST_ORGANISATION}=etat-brev`,
    ALTINN_SENDER_CONFIDENTIAL_RESOURCES: `${TEST_ORGANISATION}=etat-hemmelig`,
  };

  it.each([
    [TEST_ORGANISATION, 3, 'etat-brev', false, TEST_ORGANISATION],
    [TEST_ORGANISATION, 4, 'etat-hemmelig', true, TEST_ORGANISATION],
    ['313002004', 3, 'brev', false, undefined],
    ['313002004', 4, 'brev-hemmelig', true, undefined],
  ] as const)('a letter of %s at level %i goes by %s', async (sender, securityLevel, id, isConfidential, consumer) => {
    const altinn = new ScriptedAltinn(environment);
    const order = anOrder({ target, sender, letter: { securityLevel } });
    expect(await altinn.adapter.deposit(order, signal())).toMatchObject({ ok: true });
    const bodies = altinn.asked.filter(({ body }) => body.includes('resourceId')).map(({ body }) => body);
    expect(bodies.length).toBe(2);
    expect(bodies.every((body) => body.includes(`"resourceId":"${id}"`))).toBe(true);
    expect(JSON.parse(bodies[1] ?? '')).toMatchObject({ correspondence: { isConfidential } });
    expect(altinn.tokenRequests.map((request) => request.consumer)).toEqual([consumer]);
  });

  it('of level 4 go by the ordinary one where no confidential one is configured', async () => {
    const altinn = new ScriptedAltinn();
    await altinn.adapter.deposit(anOrder({ target, letter: { securityLevel: 4 } }), signal());
    const made = JSON.parse(altinn.asked.at(-1)?.body ?? '') as object;
    expect(made).toMatchObject({ correspondence: { resourceId: 'brev', isConfidential: false } });
  });

  it('are all searched for a deposit whose answer is lost, each with its own token', async () => {
    const altinn = new ScriptedAltinn(environment);
    expect(await altinn.adapter.status(query(anOrder({ target })), signal())).toEqual({
      ok: true,
      value: { kind: 'unknown' },
    });
    const asked = altinn.asked.filter(({ path }) => path.includes('idempotentKey'));
    expect(asked.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('resourceId'))).toEqual([
      'etat-brev',
      'etat-hemmelig',
      'brev',
      'brev-hemmelig',
    ]);
    expect(new Set(asked.map(({ headers }) => headers['authorization'])).size).toBe(2);
  });

  it('a letter is looked for by the gateway too when the resource of its sender refuses us', async () => {
    const altinn = new ScriptedAltinn(environment).on(SEARCH, ({ path }) =>
      path.includes('resourceId=etat') ? { status: 403 } : { status: 200, body: { ids: [ID] } },
    );
    expect(await altinn.adapter.status(query(anOrder({ target })), signal())).toMatchObject({
      ok: true,
      value: { kind: 'known', reference: ID },
    });
  });

  it('a letter that is not found is not "unknown" when one of them has refused us', async () => {
    const altinn = new ScriptedAltinn(environment).on(SEARCH, ({ path }) =>
      path.includes('resourceId=etat-brev') ? { status: 403 } : undefined,
    );
    expect(await altinn.adapter.status(query(anOrder({ target })), signal())).toMatchObject({
      ok: false,
      error: { kind: 'defect', code: 'ALTINN_NO_ACCESS' },
    });
    expect(altinn.asked.filter(({ path }) => path.includes('idempotentKey'))).toHaveLength(4);
  });

  it('a letter is not looked for elsewhere while Altinn does not answer', async () => {
    const altinn = new ScriptedAltinn(environment).on(SEARCH, () => ({ status: 503 }));
    expect(await altinn.adapter.status(query(anOrder({ target })), signal())).toMatchObject({
      error: { kind: 'transient' },
    });
    expect(altinn.asked.filter(({ path }) => path.includes('idempotentKey'))).toHaveLength(1);
  });

  it('a letter from before the sender had a resource of its own is found, and not taken for gone', async () => {
    const altinn = new ScriptedAltinn(environment);
    const tokens: (string | undefined)[] = [];
    altinn.on(DETAILS, ({ headers }) => {
      tokens.push(headers['authorization']);
      return tokens.length === 1 ? { status: 404, body: { errorCode: 1001 } } : undefined;
    });
    expect(await altinn.adapter.status(query(anOrder({ target }), ID), signal())).toMatchObject({
      ok: true,
      value: { kind: 'known', settled: false },
    });
    expect(new Set(tokens).size).toBe(2);
  });
});
