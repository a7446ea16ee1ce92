import { fitAddressLines } from '#domain/address-lines.js';
import type { Place } from '#domain/norwegian-post.js';
import type { Unit } from './enhetsregisteret.mapper.js';

/**
 * A sub-unit is no legal person: its unit is, and the register has a bankruptcy with the unit alone. So a sub-unit is at
 * most as alive as its unit. Of a bankrupt unit it is the trustee who reads, at the unit's address; a sub-unit without an
 * address of its own gets its post there as well. The unit's name goes with it, for the mailbox has no other.
 */
export function withParent(subUnit: Unit, parent: Unit | undefined): Unit {
  if (parent === undefined || subUnit.status === 'deleted') return subUnit;
  const status = parent.status === 'active' ? subUnit.status : parent.status;
  const atParent = careOf(parent);
  const place = status === 'bankrupt' ? (atParent ?? subUnit.place) : (subUnit.place ?? atParent);
  const { place: _own, ...rest } = subUnit;
  return { ...rest, status, ...(place === undefined ? {} : { place }) };
}

function careOf({ name, place }: Unit): Place | undefined {
  if (place === undefined) return undefined;
  return { ...place, lines: fitAddressLines([name === undefined ? undefined : `c/o ${name}`, ...place.lines]) };
}
