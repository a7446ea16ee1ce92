import { describe, expect, it } from '@jest/globals';
import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anOrder } from '#channels/testing/order-builder.js';
import type { OrderWishes } from '#channels/testing/order-builder.js';
import { specsFolder } from '../testing/specs-folder.js';
import { digitalSbd } from './digital-sbd.writer.js';
import type { DigitalSbd } from './sbd.js';
import { readSbd } from './sbd.reader.js';
import { sbdProblems } from './sbd-shapes.js';

const AT = new Date('2026-03-02T10:00:00Z');
const DIGEST = '2IDn+1OdB0BYiqrAsBHxXfGRLLUys0Rc07D0UaSY+nw=';

function aMessage(wishes: Partial<OrderWishes> = {}): DigitalSbd {
  const target = { kind: 'mailbox', mailbox: { providerOrganisation: '984661185', address: 'kari#1234' } } as const;
  return digitalSbd(anOrder({ target, at: AT, ...wishes }), {
    provider: '984661185',
    mailboxAddress: 'kari#1234',
    digest: DIGEST,
    token: 'a.b.c',
    timeToLiveMs: 86_400_000,
  });
}

const full: Partial<OrderWishes> = {
  letter: {
    sender: {
      organisationNumber: '313000001',
      supplier: '313003000',
      unit: '313000001:byggesak',
      invoiceReference: 'F-1',
    },
    securityLevel: 3,
    availableFrom: new Date('2026-04-01T06:00:00Z'),
    expiresAt: new Date('2026-05-01T06:00:00Z'),
    openReceipt: true,
    language: 'nn',
    title: 'Vedtak æøå',
    notification: {
      email: { text: 'Du har brev', repeatAfterDays: [0, 7] },
      sms: { text: 'Brev', repeatAfterDays: [1] },
    },
  },
  notifiable: { email: { value: 'kari@example.test' }, mobile: { value: '+4799999999' } },
};

describe('the digital message', () => {
  it('carries every field of the letter that DPI has a place for', () => {
    const { standardBusinessDocument: document } = aMessage(full);
    expect(document.digital).toEqual({
      avsender: {
        virksomhetsidentifikator: { authority: 'iso6523-actorid-upis', value: '0192:313000001' },
        avsenderidentifikator: '313000001:byggesak',
        fakturaReferanse: 'F-1',
      },
      mottaker: { postkasseadresse: 'kari#1234' },
      dokumentpakkefingeravtrykk: { digestMethod: 'http://www.w3.org/2001/04/xmlenc#sha256', digestValue: DIGEST },
      maskinportentoken: 'a.b.c',
      sikkerhetsnivaa: 3,
      virkningstidspunkt: '2026-04-01T06:00:00.000Z',
      aapningskvittering: true,
      ikkesensitivtittel: 'Vedtak æøå',
      spraak: 'nn',
      varsler: {
        epostvarsel: { epostadresse: 'kari@example.test', varslingstekst: 'Du har brev', repetisjoner: [0, 7] },
        smsvarsel: { mobiltelefonnummer: '+4799999999', varslingstekst: 'Brev', repetisjoner: [1] },
      },
    });
    const header = document.standardBusinessDocumentHeader;
    // The signer is the supplier where there is one.
    expect(header.sender[0].identifier.value).toBe('0192:313003000');
    expect(header.receiver[0].identifier.value).toBe('0192:984661185');
    expect(header.businessScope.scope[0].scopeInformation).toEqual([
      { expectedResponseDateTime: '2026-05-01T06:00:00.000Z' },
    ]);
  });

  it('has no notice when there is no contact point that may be used, and a day to live', () => {
    const { standardBusinessDocument: document } = aMessage({
      ...full,
      notifiable: {},
      letter: { ...full.letter, expiresAt: undefined } as never,
    });
    expect(document.digital.varsler).toEqual({});
    expect(document.standardBusinessDocumentHeader.businessScope.scope[0].scopeInformation).toEqual([
      { expectedResponseDateTime: '2026-03-03T10:00:00.000Z' },
    ]);
  });

  it('has the shape it must have, and is read back', () => {
    expect(sbdProblems(aMessage(full))).toEqual([]);
    const read = readSbd(Buffer.from(JSON.stringify(aMessage(full))));
    expect(read).toMatchObject({ ok: true, value: { type: 'digital', from: '313003000', to: '984661185' } });
  });

  it.each([
    ['an unknown property', { ikkeEtFelt: 1 }, 'ikkeEtFelt'],
    ['a title that is too long', { ikkesensitivtittel: 'x'.repeat(256) }, 'ikkesensitivtittel'],
    ['a level that does not exist', { sikkerhetsnivaa: 2 }, 'sikkerhetsnivaa'],
    [
      'a hex digest',
      {
        dokumentpakkefingeravtrykk: {
          digestMethod: 'http://www.w3.org/2001/04/xmlenc#sha256',
          digestValue: 'ab'.repeat(32),
        },
      },
      'digestValue',
    ],
    [
      'days that repeat',
      { varsler: { epostvarsel: { epostadresse: 'a@b', varslingstekst: 'x', repetisjoner: [7, 7] } } },
      'repetisjoner',
    ],
    ['a time without offset', { virkningstidspunkt: '2026-04-01T06:00:00' }, 'virkningstidspunkt'],
  ])('with %s is refused by name', (_what, change, field) => {
    const message = aMessage(full).standardBusinessDocument;
    const changed = { standardBusinessDocument: { ...message, digital: { ...message.digital, ...change } } };
    const problems = sbdProblems(changed);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.path).toContain(field);
  });
});

const schemas = join(specsFolder(), 'dpi/gen2/schemas');
const available = existsSync(schemas);
if (!available) process.stderr.write('The published DPI schemas are not on this machine: their spec is skipped.\n');

(available ? describe : describe.skip)('beside the published schemas', () => {
  const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

  function schemaOf(type: string): (value: unknown) => boolean {
    // Strict mode fails on two spots of the schemas themselves.
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    for (const name of ['common/commons', 'common/sbdh', 'dpi/commons'])
      ajv.addSchema(read(join(schemas, `${name}.schema.json`)) as AnySchema);
    const validate = ajv.compile(read(join(schemas, `dpi/innbyggerpost_dpi_${type}_1_0.schema.json`)) as AnySchema);
    return (value) => validate(value) === true;
  }

  it('our messages are valid', () => {
    const valid = schemaOf('digital');
    expect([aMessage(), aMessage(full)].map(valid)).toEqual([true, true]);
  });

  const samples = join(specsFolder(), 'dpi/clients/efm-integrasjonspunkt');
  const payloads = available ? readdirSync(samples).filter((name) => name.startsWith('jwt_')) : [];
  it.each(payloads)('%s, a receipt as a mailbox wrote it, is read', (name) => {
    const message = readSbd(readFileSync(join(samples, name)));
    if (!message.ok) throw new Error(message.error.map(({ path, rule }) => `${path} ${rule}`).join('; '));
    expect(`jwt_${message.value.type}.payload.json`).toBe(name);
    expect(schemaOf(message.value.type)(read(join(samples, name)))).toBe(true);
  });
});
