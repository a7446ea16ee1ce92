import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';
import { specsFolder } from '#dpi/testing/specs-folder.js';
import { createSimulator } from './enhetsregisteret.simulator.js';

/**
 * The simulated register beside the published OpenAPI document (2023-11). It has the fields of a unit without any that is
 * required and nothing of addresses, and calls the answer about a sub-unit a string; so both kinds are held to the unit's
 * schema, and the fields that came later are named here.
 */
const FILE = join(specsFolder(), 'brreg/enhetsregisteret.json');
const LATER = [
  ...['postadresse', 'forretningsadresse', 'beliggenhetsadresse', 'overordnetEnhet'],
  ...['konkursdato', 'slettedato', 'nedleggelsesdato'],
];
const ADDRESS = { name: 'FROST AS', lines: ['Storgata 1'], postalCode: '0155', city: 'OSLO' };
const FROST = {
  organisationNumber: '312508729',
  name: 'FROST AS',
  address: ADDRESS,
  postalAddress: ADDRESS,
  hasRole: true,
};

interface OpenApi {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: object }>> };
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

const present = existsSync(FILE);
if (!present)
  process.stderr.write('The published OpenAPI of Enhetsregisteret is not on this machine: its specs are skipped.\n');

(present ? describe : describe.skip)('the simulated Enhetsregisteret beside the published OpenAPI', () => {
  let simulator: RunningSimulator;
  let api: OpenApi;

  beforeAll(async () => {
    simulator = await startSimulator(createSimulator);
    api = JSON.parse(readFileSync(FILE, 'utf8')) as OpenApi;
  });
  afterAll(() => simulator.stop());

  async function get(path: string, state: object = {}, accept?: string): Promise<Response> {
    await simulator.world.organisations.put(FROST.organisationNumber, { ...FROST, ...state });
    const { pathname } = new URL(api.servers[0]?.url ?? '');
    const url = `${simulator.baseUrl}${pathname}${path.replace('{organisasjonsnummer}', FROST.organisationNumber)}`;
    return fetch(url, accept === undefined ? {} : { headers: { accept } });
  }

  const UNITS = '/enheter/{organisasjonsnummer}';
  const SUB_UNITS = '/underenheter/{organisasjonsnummer}';

  it.each([
    [UNITS, 200, {}],
    [UNITS, 200, { bankrupt: true, language: 'nn' }],
    [UNITS, 200, { forcedLiquidation: true }],
    [UNITS, 200, { deleted: true }],
    [UNITS, 404, { parent: '311000101' }],
    [UNITS, 410, { removed: true }],
    [SUB_UNITS, 200, { parent: '311000101' }],
    [SUB_UNITS, 200, { parent: '311000101', deleted: true }],
    [SUB_UNITS, 404, {}],
    [SUB_UNITS, 410, { parent: '311000101', removed: true }],
  ])('%s answers %i as published for %j', async (path, status, state) => {
    const answer = await get(path, state);
    expect(answer.status).toBe(status);
    expect(Object.keys(api.paths[path]?.get.responses ?? {})).toContain(String(status));
    expect(problemsOf(await answer.text(), status)).toEqual([]);
  });

  /** What of a body the published schema does not have; there is none with 404. */
  function problemsOf(text: string, status: number): unknown {
    if (status === 404) return text === '' ? [] : ['a body'];
    const body = JSON.parse(text) as object;
    const ajv = new Ajv({ strict: false, allErrors: true });
    ajv.addSchema(api, 'api');
    if (!ajv.validate('api#/components/schemas/Enhet', body)) return ajv.errors;
    const known = [...Object.keys(api.components.schemas['Enhet']?.properties ?? {}), ...LATER];
    return Object.keys(body).filter((field) => !known.includes(field));
  }

  it('answers in every media type that is published, and in the newest without one', async () => {
    for (const type of Object.keys(api.paths[UNITS]?.get.responses['200']?.content ?? {})) {
      const answer = await get(UNITS, {}, type);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, `${type};charset=UTF-8`]);
    }
    const newest = 'application/vnd.brreg.enhetsregisteret.enhet.v2+json;charset=UTF-8';
    for (const accept of ['*/*', 'text/html, application/*;q=0.5', newest]) {
      expect((await get(UNITS, {}, accept)).headers.get('content-type')).toBe(newest);
    }
  });

  it.each(['text/html', 'application/xml', 'application/vnd.brreg.enhetsregisteret.enhet.v9+json'])(
    'does not answer in %s',
    async (accept) => {
      expect((await get(UNITS, {}, accept)).status).toBe(406);
    },
  );

  it('links from its root to services that are published', async () => {
    const { pathname } = new URL(api.servers[0]?.url ?? '');
    expect(api.paths['/']?.get.responses).toHaveProperty('200');
    const answer = await fetch(`${simulator.baseUrl}${pathname}`);
    const { _links } = (await answer.json()) as { _links: Record<string, { href: string }> };
    const paths = Object.values(_links).map(({ href }) => new URL(href).pathname.slice(pathname.length));
    expect(paths).toEqual(['', '/enheter', '/underenheter']);
    for (const path of paths) expect(Object.keys(api.paths)).toContain(path === '' ? '/' : path);
  });

  it('refuses what is no organisation number, with the field that is wrong', async () => {
    const answer = await get('/enheter/12345');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      status: 400,
      sti: '/enhetsregisteret/api/enheter/12345',
      antallFeil: 1,
      valideringsfeil: [{ parametere: ['organisasjonsnummer'], feilaktigVerdi: '12345' }],
    });
  });
});
