import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mailboxAddressOf, MailboxDirectory } from '#channels/simulation/mailbox-address.js';
import type { SimulatedContact, SimulationWorld } from '#channels/simulation/simulation-world.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { describeRegisterConformance } from '#channels/testing/register-conformance.js';
import type { AnswerBody } from '#channels/testing/register-under-test.js';
import type { ContactFacts } from '#domain/recipient-facts.js';
import { createSimulator as createMaskinporten, issueToken } from '#maskinporten/maskinporten.simulator.js';
import { simulatedTokens, type SimulatedTokens } from '#maskinporten/testing/simulated-tokens.js';
import { loadConfig } from '#platform/load-config.js';
import type { Logger } from '#platform/logger.js';
import type { JsonObject } from '#platform/parse-json.js';
import { KrrAdapter } from './krr.adapter.js';
import { KrrConfig } from './krr.config.js';
import { createSimulator } from './krr.simulator.js';

const PERSON = '20914695016';
const STRANGER = '28825897617';

async function put(world: SimulationWorld, krr: SimulatedContact): Promise<void> {
  await world.persons.put(PERSON, { personIdentifier: PERSON, name: 'Kari Syntetisk', krr });
}

const SILENT = { warn: () => undefined };

function open(
  simulator: RunningSimulator,
  timeoutMs: number,
  logger: Pick<Logger, 'warn'> = SILENT,
): { adapter: KrrAdapter; tokens: SimulatedTokens } {
  const tokens = simulatedTokens(simulator);
  const config = Object.assign(new KrrConfig(), { baseUrl: `${simulator.baseUrl}/krr`, timeoutMs });
  return { adapter: new KrrAdapter(config, tokens.tokens, simulator.clock, logger), tokens };
}

const daysAgo = (days: number): string => new Date(Date.now() - days * 24 * 60 * 60 * 1_000).toISOString();
const FRESH = { value: 'kari@example.no', updated: daysAgo(50) };
const MOBILE = { ...FRESH, value: '+4799999999' };
const CONTACT_SCOPE = 'krr:global/kontaktinformasjon.read';
const POST_SCOPE = 'krr:global/digitalpost.read';
const SCOPES = `${CONTACT_SCOPE} ${POST_SCOPE}`;
const STALE = { value: 'kari@example.no', updated: daysAgo(2_000), verified: daysAgo(560) };

describeRegisterConformance<ContactFacts>({
  name: 'KRR',
  service: 'krr',
  simulators: [createMaskinporten, createSimulator],
  dependsOn: ['maskinporten'],
  populate: (world) => put(world, { status: 'AKTIV', reserved: false, email: FRESH, mailbox: 'digipost' }),
  open: (simulator, timeoutMs, logger) => {
    const { adapter, tokens } = open(simulator, timeoutMs, logger);
    return {
      lookUp: (key, signal) => adapter.lookUp(key, signal),
      close: async () => {
        await adapter.onApplicationShutdown();
        await tokens.close();
      },
    };
  },
  known: { key: PERSON, facts: { status: 'AKTIV', reserved: false } },
  unknown: { key: STRANGER, facts: { status: 'IKKE_REGISTRERT', reserved: false, canBeNotified: false } },
  manyKeys: Array.from({ length: 1_001 }, (_, index) => String(10_810_000_000 + index)),
  grown: {
    change: (body) => onPersons(body, (person) => ({ ...person, samtykke: 'JA' })),
    name: 'personer[].samtykke',
  },
  refusal: { error: 'insufficient_scope', error_description: 'The token lacks a scope' },
  broken: (body) =>
    onPersons(body, (person) => (person['personidentifikator'] === PERSON ? { ...person, status: 'NY' } : person)),
});

function onPersons(body: AnswerBody, change: (person: JsonObject) => JsonObject): AnswerBody {
  return Array.isArray(body['personer']) ? { personer: (body['personer'] as JsonObject[]).map(change) } : body;
}

describe('KRR simulated', () => {
  let simulator: RunningSimulator;
  let adapter: KrrAdapter;
  let tokens: SimulatedTokens;

  beforeAll(async () => {
    simulator = await startSimulator([createMaskinporten, createSimulator]);
    ({ adapter, tokens } = open(simulator, 5_000));
  });
  afterAll(async () => {
    await adapter.onApplicationShutdown();
    await tokens.close();
    await simulator.stop();
  });

  async function facts(krr: SimulatedContact): Promise<ContactFacts | undefined> {
    await put(simulator.world, krr);
    const result = await adapter.lookUp(PERSON, AbortSignal.timeout(5_000));
    if (!result.ok) throw new Error(result.error.text);
    return result.value;
  }

  it.each([
    ['digipost', '984661185'],
    ['eboks', '922020175'],
  ] as const)('tells of a mailbox at %s with a certificate that is valid', async (mailbox, providerOrganisation) => {
    const found = await facts({ status: 'AKTIV', email: FRESH, mailbox });
    expect(found?.mailbox).toMatchObject({ providerOrganisation, address: mailboxAddressOf(PERSON) });
    expect(found?.mailbox?.certificate).toContain('BEGIN CERTIFICATE');
    const validity = found?.mailbox?.certificateValidity;
    expect(validity !== undefined && validity.from < new Date() && validity.to > new Date()).toBe(true);
    expect(found?.mailbox?.address).not.toContain(PERSON);
    expect(new MailboxDirectory(simulator.world).personAt(found?.mailbox?.address ?? '')?.personIdentifier).toBe(
      PERSON,
    );
  });

  it.each<[string, SimulatedContact, boolean]>([
    ['fresh by update', { status: 'AKTIV', email: FRESH }, true],
    ['stale', { status: 'AKTIV', email: STALE }, false],
    ['one of two channels fresh', { status: 'AKTIV', email: STALE, mobile: { ...FRESH, value: '+4799999999' } }, true],
    ['fresh by verification', { status: 'AKTIV', email: { ...STALE, verified: FRESH.updated } }, true],
    ['no channel', { status: 'AKTIV' }, false],
    ['reserved', { status: 'AKTIV', reserved: true, email: FRESH }, false],
    ['deleted', { status: 'SLETTET', email: FRESH }, false],
  ])('can be notified when %s: as the register computes it', async (_what, krr, expected) => {
    expect((await facts(krr))?.canBeNotified).toBe(expected);
  });

  it('keeps the odd timestamps exact', async () => {
    const found = await facts({
      status: 'AKTIV',
      email: { value: 'kari@example.no', updated: '2026-01-10T21:00:01Z', verified: '2026-06-10T21:00:01Z' },
    });
    expect(found?.email).toEqual({
      value: 'kari@example.no',
      updated: new Date('2026-01-10T21:00:01Z'),
      verified: new Date('2026-06-10T21:00:01Z'),
    });
  });

  it('asks for the print service once for all letters that wait for it', async () => {
    // One call is struck: had there been several, the others would have been answered.
    simulator.faults.set({ service: 'krr', mode: 'error-500', rate: 1, count: 1 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => adapter.printService(AbortSignal.timeout(5_000))),
    );
    expect(answers.filter(({ ok }) => ok)).toEqual([]);
  });

  it('gives the print service', async () => {
    const result = await adapter.printService(AbortSignal.timeout(5_000));
    expect(result).toMatchObject({ ok: true, value: { organisationNumber: '974761076' } });
  });

  it('keeps nothing: a reservation counts from the next look-up on', async () => {
    expect((await facts({ status: 'AKTIV', email: FRESH }))?.reserved).toBe(false);
    expect((await facts({ status: 'AKTIV', reserved: true, email: FRESH }))?.reserved).toBe(true);
  });

  describe('spoken to directly', () => {
    const token = async (scope: string): Promise<string> => {
      const issued = await tokens.tokens.token({ scope }, AbortSignal.timeout(5_000));
      if (!issued.ok) throw new Error(issued.error.text);
      return issued.value;
    };
    const post = async (bearer: string | undefined, body: string): Promise<{ status: number; body: JsonObject }> => {
      const response = await fetch(`${simulator.baseUrl}/krr/rest/v2/personer`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
        body,
      });
      return { status: response.status, body: (await response.json()) as JsonObject };
    };
    const person = async (krr: SimulatedContact, scope = SCOPES): Promise<JsonObject> => {
      await put(simulator.world, krr);
      const { body } = await post(await token(scope), asking(PERSON));
      return (body['personer'] as JsonObject[])[0] ?? {};
    };

    it.each<[scope: string, fields: string[]]>([
      [CONTACT_SCOPE, ['varslingsstatus', 'kontaktinformasjon', 'spraak', 'oppdatert']],
      [POST_SCOPE, ['digital_post', 'sertifikat']],
      [SCOPES, ['varslingsstatus', 'kontaktinformasjon', 'spraak', 'oppdatert', 'digital_post', 'sertifikat']],
    ])('gives to %s its own fields', async (scope, fields) => {
      const found = await person({ status: 'AKTIV', email: FRESH, mailbox: 'digipost' }, scope);
      expect(Object.keys(found).sort()).toEqual(['personidentifikator', 'reservasjon', 'status', ...fields].sort());
    });

    it('writes dates in the three forms that are met', async () => {
      const email = { value: 'a', updated: '2026-01-10T21:00:01Z', verified: '2026-06-10T21:00:01Z' };
      expect((await person({ status: 'AKTIV', email }))['kontaktinformasjon']).toEqual({
        epostadresse: 'a',
        epostadresse_oppdatert: '2026-01-10T22:00:01+01',
        epostadresse_sist_verifisert: '2026-06-10T21:00:01.000Z',
        epostadresse_sist_validert: '2026-06-10T23:00:01+02:00',
        epostadresse_duplisert: 'NEI',
      });
    });

    it('tells the time of a reservation, and only of one', async () => {
      expect(await person({ status: 'AKTIV', reserved: true })).toHaveProperty('reservasjonstidspunkt');
      expect(await person({ status: 'AKTIV' })).not.toHaveProperty('reservasjonstidspunkt');
    });

    it('tells of an address that somebody else has too', async () => {
      const email = { ...FRESH, value: 'shared@example.no' };
      await simulator.world.persons.put(STRANGER, {
        personIdentifier: STRANGER,
        name: 'Ola Syntetisk',
        krr: { status: 'AKTIV', email },
      });
      const shared = await person({ status: 'AKTIV', email, mobile: { ...FRESH, value: '+4799999999' } });
      expect(shared['kontaktinformasjon']).toMatchObject({
        epostadresse_duplisert: 'JA',
        mobiltelefonnummer_duplisert: 'NEI',
      });
      await simulator.world.persons.delete(STRANGER);
    });

    it('answers once for a person who is asked for twice, and for those whom nobody knows', async () => {
      const { status, body } = await post(await token(SCOPES), asking(PERSON, STRANGER, PERSON));
      expect(status).toBe(200);
      expect((body['personer'] as JsonObject[]).map(({ personidentifikator }) => personidentifikator)).toEqual([
        PERSON,
        STRANGER,
      ]);
      expect((body['personer'] as JsonObject[])[1]).toMatchObject({ status: 'IKKE_REGISTRERT', reservasjon: 'NEI' });
    });

    it.each<[what: string, scope: string | undefined, body: string, status: number, error: string]>([
      ['no token', undefined, asking(PERSON), 401, 'invalid_token'],
      ['a token for something else', 'meldingsformidler:send', asking(PERSON), 403, 'insufficient_scope'],
      ['no persons', SCOPES, asking(), 400, 'bad_request'],
      ['too many persons', SCOPES, asking(...Array<string>(1_001).fill(PERSON)), 400, 'bad_request'],
      ['an identifier that is none', SCOPES, asking('2091469501'), 400, 'bad_request'],
      ['another body', SCOPES, '[]', 400, 'bad_request'],
      ['what is not JSON', SCOPES, '{', 400, 'bad_request'],
    ])('refuses %s', async (_what, scope, body, status, error) => {
      const answer = await post(scope === undefined ? undefined : await token(scope), body);
      expect(answer).toMatchObject({ status, body: { error } });
      expect(typeof answer.body['error_description']).toBe('string');
    });

    it('refuses a token that has run out', async () => {
      const context = { ...simulator, sftpPort: 0, log: () => undefined };
      const old = await issueToken(context, { consumer: '991825827', scope: SCOPES });
      simulator.clock.setOffset(10 * 60_000);
      const { status } = await post(old, asking(PERSON));
      simulator.clock.setOffset(0);
      expect(status).toBe(401);
    });
  });

  /** Digdir's test persons, reset daily (krr_testbrukere), and what a gateway must make of each. */
  it.each<[what: string, krr: SimulatedContact, expected: string]>([
    [
      'mobile, e-mail and mailbox',
      { status: 'AKTIV', email: FRESH, mobile: MOBILE, mailbox: 'digipost' },
      'yes em 984661185',
    ],
    ['the same at e-Boks', { status: 'AKTIV', email: FRESH, mobile: MOBILE, mailbox: 'eboks' }, 'yes em 922020175'],
    ['mobile and e-mail', { status: 'AKTIV', email: FRESH, mobile: MOBILE }, 'yes em none'],
    ['mobile only', { status: 'AKTIV', mobile: MOBILE }, 'yes -m none'],
    ['e-mail only', { status: 'AKTIV', email: FRESH }, 'yes e- none'],
    ['deleted', { status: 'SLETTET', email: FRESH, mailbox: 'digipost' }, 'no -- none'],
    ['not registered', { status: 'IKKE_REGISTRERT' }, 'no -- none'],
    ['expired by the 18 months', { status: 'AKTIV', email: STALE, mailbox: 'digipost' }, 'no e- 984661185'],
    ['reserved', { status: 'AKTIV', reserved: true, email: FRESH, mailbox: 'digipost' }, 'no e- 984661185'],
  ])('plays a person with: %s', async (_what, krr, expected) => {
    const found = await facts(krr);
    const channels = `${found?.email === undefined ? '-' : 'e'}${found?.mobile === undefined ? '-' : 'm'}`;
    const mailbox = found?.mailbox?.providerOrganisation ?? 'none';
    expect(`${found?.canBeNotified === true ? 'yes' : 'no'} ${channels} ${mailbox}`).toBe(expected);
    expect(found?.reserved).toBe(krr.reserved ?? false);
    expect(found?.status).toBe(krr.status);
  });
});

describe('KRR_SCOPES', () => {
  const load = (scopes?: string): KrrConfig =>
    loadConfig(KrrConfig, { KRR_BASE_URL: 'https://kontaktregisteret.no', KRR_SCOPES: scopes }, 'KRR_');

  it('has what the gateway needs when it is not set, and may have more', () => {
    expect(load().scopes).toBe(SCOPES);
    expect(load(`${POST_SCOPE} krr:global/other.read ${CONTACT_SCOPE}`).scopes).toContain('other');
  });

  it.each([CONTACT_SCOPE, POST_SCOPE, `x${SCOPES}x`, SCOPES.replace(' ', ',')])('stops the boot as %s', (scopes) => {
    expect(() => load(scopes)).toThrow(/KRR_SCOPES.*kontaktinformasjon.*digitalpost/s);
  });
});

function asking(...identifiers: readonly string[]): string {
  return JSON.stringify({ personidentifikatorer: identifiers });
}
