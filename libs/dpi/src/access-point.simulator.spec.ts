import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  SENDER,
  SimulatedAccessPoint,
  SUPPLIER,
  twoFiles,
  type MessageWishes,
  type PostableMessage,
} from './testing/simulated-access-point.js';

const UNKNOWN = '313001008';

/** Every check of corner 2 (DPI reference 1.4, 1.5), over a socket: the status and the problem type that a sender meets. */
describe('the simulated access point', () => {
  let accessPoint: SimulatedAccessPoint;
  let token: string;
  let delegated: string;

  beforeAll(async () => {
    accessPoint = await SimulatedAccessPoint.start();
    token = await accessPoint.token();
    delegated = await accessPoint.token({ supplier: SUPPLIER });
  });
  afterAll(() => accessPoint.simulator.stop());

  const message = (wishes: Partial<MessageWishes> = {}): Promise<PostableMessage> =>
    accessPoint.message({ token, ...wishes });

  describe('takes', () => {
    it('a message with 201 and no body, and has its statuses by then, in order and with their times', async () => {
      const posted = await message();
      expect(await accessPoint.post(posted, token)).toEqual({ status: 201, body: undefined });
      const statuses = await accessPoint.call('GET', `/dpi/messages/out/${posted.id}/statuses`, token);
      const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
      expect(statuses).toEqual({
        status: 200,
        body: [
          { status: 'OPPRETTET', timestamp: time },
          { status: 'SENDT', timestamp: time },
        ],
      });
      expect(accessPoint.delivery(posted)).toMatchObject({ reference: posted.conversationId });
    });

    it('the message as a plain field too', async () => {
      const posted = await message();
      const form = twoFiles(posted);
      form.set('forretningsmelding', posted.jws);
      expect(await accessPoint.post(posted, token, { form })).toMatchObject({ status: 201 });
    });

    it('what a supplier signs by delegation', async () => {
      const posted = await message({ supplier: SUPPLIER, token: delegated });
      expect(await accessPoint.post(posted, delegated)).toMatchObject({ status: 201 });
    });

    it('a token that is for it', async () => {
      const own = await accessPoint.token({ resource: `${accessPoint.simulator.baseUrl}/dpi` });
      expect(await accessPoint.post(await message({ token: own }), own)).toMatchObject({ status: 201 });
    });

    it('a package of 50 MB, as far as this goes', async () => {
      const posted = await message({ cms: Buffer.alloc(50_000_000) });
      expect(await accessPoint.post(posted, token)).toMatchObject({ status: 400, problem: 'invalid-package' });
    });

    it('what nobody is registered for, and says FEILET why', async () => {
      const nobody = await message({ change: (json) => json.replace('0192:984661185', '0192:999888777') });
      const late = await message({ timeToLiveMs: -1 });
      for (const posted of [nobody, late]) {
        expect(await accessPoint.post(posted, token)).toMatchObject({ status: 201 });
        expect(await accessPoint.call('GET', `/dpi/messages/out/${posted.id}/statuses`, token)).toMatchObject({
          body: [{ status: 'OPPRETTET' }, { status: 'FEILET', beskrivelse: expect.any(String) }],
        });
        expect(accessPoint.delivery(posted)).toBeUndefined();
      }
    });
  });

  describe('refuses as its caller', () => {
    it.each<[string, number, string, () => Promise<string | undefined>]>([
      ['nobody', 401, 'invalid-token', () => Promise.resolve(undefined)],
      ['a token that is none', 401, 'invalid-token', () => Promise.resolve('no.token.here')],
      ['a token of another issuer', 401, 'invalid-token', () => tampered()],
      [
        'a token for another service',
        401,
        'wrong-audience',
        () => accessPoint.token({ resource: 'https://c2.example' }),
      ],
      [
        'a token for nothing of ours',
        403,
        'missing-scope',
        () => accessPoint.token({ scope: 'krr:global/digitalpost.read' }),
      ],
      ['an organisation without agreement', 403, 'no-agreement', () => accessPoint.token({ consumer: '991825827' })],
    ])('%s: %s %s, at every door', async (_who, status, problem, make) => {
      const bad = await make();
      const doors = [
        ['POST', '/dpi/messages/out'],
        ['GET', `/dpi/messages/out/${randomUUID()}/statuses`],
        ['GET', '/dpi/messages/in'],
        ['GET', `/dpi/messages/in/${randomUUID()}`],
        ['POST', `/dpi/messages/in/${randomUUID()}/read`],
      ] as const;
      for (const [method, path] of doors) {
        expect(await accessPoint.call(method, path, bad)).toMatchObject({ status, problem });
      }
    });

    it('a token that has expired', async () => {
      const old = await accessPoint.token();
      accessPoint.simulator.clock.setOffset(180_000);
      const answer = await accessPoint.call('GET', '/dpi/messages/in', old);
      accessPoint.simulator.clock.setOffset(0);
      expect(answer).toMatchObject({ status: 401, problem: 'invalid-token' });
    });

    it('a scope among several is enough', async () => {
      const several = await accessPoint.token({ scope: 'eformidling:dpi digitalpostinnbygger:send' });
      expect((await accessPoint.call('GET', '/dpi/messages/in', several)).status).toBeLessThan(300);
    });

    async function tampered(): Promise<string> {
      const [head = '', payload = '', signature = ''] = (await accessPoint.token()).split('.');
      const claims = Buffer.from(payload, 'base64url').toString('utf8').replaceAll(SENDER, UNKNOWN);
      return [head, Buffer.from(claims).toString('base64url'), signature].join('.');
    }
  });

  describe('refuses with 400', () => {
    const withoutPart = (name: string) => (form: FormData) => {
      form.delete(name);
    };
    const twice = (name: string) => (form: FormData) => {
      form.append(name, form.get(name) ?? '');
    };
    it.each<[string, (form: FormData) => void]>([
      ['no forretningsmelding', withoutPart('forretningsmelding')],
      ['no dokumentpakke', withoutPart('dokumentpakke')],
      ['two of forretningsmelding', twice('forretningsmelding')],
      ['two of dokumentpakke', twice('dokumentpakke')],
    ])('%s', async (_what, change) => {
      const posted = await message();
      const form = twoFiles(posted);
      change(form);
      expect(await accessPoint.post(posted, token, { form })).toMatchObject({
        status: 400,
        problem: 'invalid-multipart',
      });
      expect(accessPoint.delivery(posted)).toBeUndefined();
    });

    it('a body that is no multipart', async () => {
      expect(await accessPoint.post(await message(), token, { form: 'hello' })).toMatchObject({
        status: 400,
        problem: 'invalid-multipart',
      });
    });

    it.each<[string, string, Partial<MessageWishes>]>([
      ['a public body that is not the consumer', 'wrong-parties', { change: (json) => inBody(json, SENDER, UNKNOWN) }],
      ['a supplier without delegation in the token', 'wrong-parties', { supplier: SUPPLIER }],
      ['a signer who is not the SBDH sender', 'wrong-parties', { signer: SUPPLIER }],
      ['another token inside', 'wrong-token', { embedded: 'a.b.c' }],
      ['the digest of something else', 'wrong-digest', { digest: `${'A'.repeat(43)}=` }],
      ['a package that is no CMS', 'invalid-package', { cms: Buffer.from('no cms') }],
      ['51 MB', 'too-large', { cms: Buffer.alloc(51_000_000) }],
      ['more than is ever read', 'too-large', { cms: Buffer.alloc(61_000_000) }],
      [
        'a security level that is none',
        'invalid-message',
        { change: (json) => json.replace('"sikkerhetsnivaa":4', '"sikkerhetsnivaa":2') },
      ],
      [
        'a message without a title',
        'invalid-message',
        { change: (json) => json.replace(/"ikkesensitivtittel":"[^"]*",/, '') },
      ],
      [
        'an id that is no UUID',
        'invalid-message',
        { change: (json) => json.replace(/("instanceIdentifier":")[0-9a-f]{8}/, '$1xxxxxxxx') },
      ],
      [
        'a type that is not its body',
        'invalid-message',
        { change: (json) => json.replace('"type":"digital"', '"type":"utskrift"') },
      ],
      [
        'a body of a stale sample',
        'invalid-message',
        { change: (json) => json.replace('"digital":{', '"digitalpost":{') },
      ],
    ])('%s: %s', async (_what, problem, wishes) => {
      const posted = await message(wishes);
      expect(await accessPoint.post(posted, token)).toMatchObject({ status: 400, problem });
      const statuses = await accessPoint.call('GET', `/dpi/messages/out/${posted.id}/statuses`, token);
      expect(statuses.body).toEqual([]);
    });

    it('a message whose token has one character more', async () => {
      const posted = await message({ embedded: `${token} ` });
      expect(await accessPoint.post(posted, token)).toMatchObject({ status: 400, problem: 'wrong-token' });
    });

    it('a message that was changed after it was signed', async () => {
      const posted = await message();
      const jws = posted.jws.slice(0, -8) + (posted.jws.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA');
      expect(await accessPoint.post({ ...posted, jws }, token)).toMatchObject({
        status: 400,
        problem: 'invalid-signature',
      });
    });

    it('an id for the second time, in whatever case, also at the same time', async () => {
      const posted = await message();
      const answers = await Promise.all([accessPoint.post(posted, token), accessPoint.post(posted, token)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
      const upper = await message({
        order: { depositId: posted.id },
        change: (json) => json.replaceAll(posted.id, posted.id.toUpperCase()),
      });
      expect(await accessPoint.post(upper, token)).toMatchObject({ status: 400, problem: 'duplicate-message' });
    });

    it.each(['æ', 'a b', 'a.b', 'x'.repeat(65)])('the kanal "%s"', async (kanal) => {
      expect(await accessPoint.post(await message(), token, { kanal })).toMatchObject({ problem: 'invalid-kanal' });
      const query = `?kanal=${encodeURIComponent(kanal)}`;
      expect(await accessPoint.call('GET', `/dpi/messages/in${query}`, token)).toMatchObject({
        problem: 'invalid-kanal',
      });
    });
  });

  it('tells the statuses of a message only to who sent it', async () => {
    const posted = await message();
    await accessPoint.post(posted, token);
    const other = await accessPoint.token({ consumer: UNKNOWN });
    expect(await accessPoint.call('GET', `/dpi/messages/out/${posted.id}/statuses`, other)).toMatchObject({
      status: 403,
      problem: 'not-yours',
    });
    expect(await accessPoint.call('GET', `/dpi/messages/out/${randomUUID()}/statuses`, token)).toEqual({
      status: 200,
      body: [],
    });
  });
});

function inBody(json: string, from: string, to: string): string {
  const at = json.indexOf('"digital":{');
  return json.slice(0, at) + json.slice(at).replace(`0192:${from}`, `0192:${to}`);
}
