import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAILBOX_RECEIPTS } from '../channel/dpi-profile.js';
import { toReceiptEvent } from '../channel/receipt-mapping.js';
import { specsFolder } from '../testing/specs-folder.js';
import { isReceipt, readSbd, type ReadReceipt } from './sbd.reader.js';

/**
 * Every published message, as published. The short ones of the specification are partly stale: they have types of an
 * earlier draft (`digitalpost`, `fysiskpost`), a placeholder instead of an organisation number, and a hex digest of
 * something else without its method (DPI reference 2.2). Exactly these are refused, and for exactly that.
 */
const HEADER = 'standardBusinessDocument.standardBusinessDocumentHeader';
const NO_TYPE = ['standardBusinessDocument'];
const PLACEHOLDERS = [`${HEADER}.sender[0].identifier.value`, `${HEADER}.receiver[0].identifier.value`];
const STALE_TYPE = [`${HEADER}.documentIdentification.type`];

function digestOf(type: string): readonly string[] {
  return ['digestMethod', 'digestValue'].map(
    (field) => `standardBusinessDocument.${type}.dokumentpakkefingeravtrykk.${field}`,
  );
}

const SAMPLES: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> = {
  'gen2/eksempler': {
    'fysiskpost_print_1_0_sample.json': NO_TYPE,
    'innbyggerpost_dpi_1_0_budnad2_sample.json': [...STALE_TYPE, ...digestOf('digital')],
    'innbyggerpost_dpi_1_0_budnad_sample.json': [...STALE_TYPE, ...digestOf('digital')],
    'innbyggerpost_dpi_1_0_nav_sample.json': [...STALE_TYPE, ...digestOf('digital')],
    'innbyggerpost_dpi_digital_1_0.json': [...PLACEHOLDERS, ...digestOf('digital')],
    // Its token, which the schema refuses too, is tolerated.
    'innbyggerpost_dpi_lerveringskvittering_1_0.json': PLACEHOLDERS,
    'innbyggerpost_dpi_utskrift_1_0.json': [...PLACEHOLDERS, ...digestOf('utskrift')],
    'lerveringskvittering_budnad2_sample.json': 'leveringskvittering',
    'lerveringskvittering_budnad_sample.json': 'leveringskvittering',
    'lerveringskvittering_nav_sample.json': 'leveringskvittering',
  },
  'gen2/eksempler/komplette': {
    'digital-avsenderidentifikator-forretningsmelding.json': 'digital',
    'digital-forretningsmelding.json': 'digital',
    'digital-pa-vegne-av-forretningsmelding.json': 'digital',
    'utskrift-forretningsmelding.json': 'utskrift',
  },
  'clients/efm-integrasjonspunkt': {
    'digital_ready_for_send-sbd.json': 'digital',
    'utskrift_ready_for_send-sbd.json': 'utskrift',
    'jwt_aapningskvittering.payload.json': 'aapningskvittering',
    'jwt_feil.payload.json': 'feil',
    'jwt_leveringskvittering.payload.json': 'leveringskvittering',
    'jwt_mottakskvittering.payload.json': 'mottakskvittering',
    'jwt_returpostkvittering.payload.json': 'returpostkvittering',
    'jwt_varslingfeiletkvittering.payload.json': 'varslingfeiletkvittering',
  },
};
/** A `feil` in the clothes of a `digital`: that the type is wrong is the first thing said. */
const MIXED = 'clients/efm-integrasjonspunkt/feil-sbd.json';
/** Tokens and answers, no messages. */
const OTHERS = /token|autorisasjonsbevis|statuses/;

const folder = join(specsFolder(), 'dpi');
const available = existsSync(folder);
if (!available) process.stderr.write('The published DPI samples are not on this machine: their spec is skipped.\n');

(available ? describe : describe.skip)('the published messages', () => {
  const cases = Object.entries(SAMPLES).flatMap(([under, files]) =>
    Object.entries(files).map(([name, expected]) => [join(under, name), expected] as const),
  );
  const present = cases.filter(([path]) => existsSync(join(folder, path)));

  it('are all known here', () => {
    const found = Object.keys(SAMPLES).flatMap((under) =>
      readdirSync(join(folder, under))
        .filter((name) => name.endsWith('.json') && !OTHERS.test(name))
        .map((name) => join(under, name)),
    );
    expect(found.sort()).toEqual([...present.map(([path]) => path), MIXED].sort());
  });

  it.each(present)('%s', (path, expected) => {
    const message = readSbd(readFileSync(join(folder, path)));
    expect(message.ok ? message.value.type : message.error.map((problem) => problem.path)).toEqual(expected);
  });

  it(`${MIXED} is refused for the type that it does not have`, () => {
    const message = readSbd(readFileSync(join(folder, MIXED)));
    expect(message).toMatchObject({ ok: false, error: { 0: { path: `${HEADER}.documentIdentification.type` } } });
  });

  it.each([
    ['aapningskvittering', { type: 'opened' }],
    ['feil', { type: 'failed', details: { faultType: 'SERVER', blame: 'channel' } }],
    ['leveringskvittering', { type: 'delivered' }],
    ['mottakskvittering', { type: 'print-accepted' }],
    ['returpostkvittering', { type: 'returned' }],
    ['varslingfeiletkvittering', { type: 'notification-failed', details: { noticeChannel: 'email' } }],
  ])('the %s that Digipost sent means %j', (type, meaning) => {
    const event = toReceiptEvent(receipt(type), { faults: [], receipts: MAILBOX_RECEIPTS });
    expect(event).toMatchObject(meaning);
    expect(event.at.getUTCFullYear()).toBe(2021);
  });

  function receipt(type: string): ReadReceipt {
    const message = readSbd(readFileSync(join(folder, `clients/efm-integrasjonspunkt/jwt_${type}.payload.json`)));
    if (!message.ok || !isReceipt(message.value)) throw new Error('expected a receipt');
    return message.value;
  }
});
