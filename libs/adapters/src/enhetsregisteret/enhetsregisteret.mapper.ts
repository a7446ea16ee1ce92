import type { Failure } from '#domain/failure.js';
import type { Place } from '#domain/norwegian-post.js';
import type { OrganisationRegistration } from '#domain/recipient-facts.js';
import { err, ok, type Result } from '#domain/result.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { ignoreSurprises, type NoteSurprise } from '#platform/surprises.js';
import { anotherUnit, unitCodeUnknown, unitIncomplete } from './enhetsregisteret.errors.js';
import { textOf, toUnitPlace } from './unit-address.js';
import { noteUnknownWords } from './unit-vocabulary.js';

/** A unit or sub-unit as the register has it. */
export interface Unit {
  readonly status: Exclude<OrganisationRegistration['status'], 'unknown'>;
  readonly name?: string;
  readonly place?: Place;
  /** Organisation number of the unit above it. */
  readonly parent?: string;
}

export interface UnitQuestion {
  readonly organisationNumber: string;
  /** YYYY-MM-DD in Norway. */
  readonly today: string;
}

export const UNKNOWN_ORGANISATION: OrganisationRegistration = { status: 'unknown' };
export const REMOVED_UNIT: Unit = { status: 'deleted' };

/** The fields that a letter's way hangs on: not `true`, `false` or absent, then it is another contract than ours. */
const FLAGS = ['konkurs', 'underTvangsavviklingEllerTvangsopplosning'] as const;

/**
 * The answer about a unit or sub-unit (registers reference 4.2). What counts as what:
 *
 * - deleted: `slettedato`, and a sub-unit's `nedleggelsesdato` from that day on. Before bankrupt: a wound-up estate has both.
 * - bankrupt: `konkurs`, and liquidation or dissolution forced by the court, for then a trustee answers for the company in
 *   the same way (aksjeloven § 16-18: the estate is treated by konkursloven) and its board reads nothing any more.
 * - active: everything else. A company that winds itself up (`underAvvikling`) or negotiates with its creditors
 *   (`underRekonstruksjonsforhandlingDato`) still has a board.
 */
export function toUnit(
  body: unknown,
  question: UnitQuestion,
  note: NoteSurprise = ignoreSurprises,
): Result<Unit, Failure> {
  if (!isJsonObject(body)) return err(unitIncomplete('organisasjonsnummer'));
  const number = textOf(body['organisasjonsnummer']);
  if (number === undefined) return err(unitIncomplete('organisasjonsnummer'));
  if (number !== question.organisationNumber) return err(anotherUnit());
  const unreadable = FLAGS.find((flag) => !['boolean', 'undefined'].includes(typeof (body[flag] ?? undefined)));
  if (unreadable !== undefined) {
    note({ kind: 'value', path: unreadable, value: `(${typeof body[unreadable]})` });
    return err(unitCodeUnknown(unreadable));
  }
  noteUnknownWords(body, note);
  const status = statusOf(body, question.today);
  const name = textOf(body['navn']);
  if (name === undefined && status !== 'deleted') return err(unitIncomplete('navn'));
  const place = toUnitPlace(body);
  const parent = textOf(body['overordnetEnhet']);
  return ok({
    status,
    ...(name === undefined ? {} : { name }),
    ...(place === undefined ? {} : { place }),
    ...(parent === undefined ? {} : { parent }),
  });
}

export function toRegistration({ status, name, place }: Unit): OrganisationRegistration {
  return {
    status,
    ...(name === undefined ? {} : { name }),
    ...(name === undefined || place === undefined ? {} : { postalAddress: { name, ...place } }),
  };
}

function statusOf(body: JsonObject, today: string): Unit['status'] {
  const closed = textOf(body['nedleggelsesdato']);
  if (textOf(body['slettedato']) !== undefined || (closed !== undefined && closed <= today)) return 'deleted';
  return FLAGS.some((flag) => body[flag] === true) ? 'bankrupt' : 'active';
}
