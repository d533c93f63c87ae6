import { instantOf, wallTime } from '@whodid/core/zone';

/**
 * An instant as a field for date and time wants it, in a zone: `2026-11-20T10:42`. Text that is no
 * instant is an empty field.
 *
 * @param zone - an IANA name.
 */
export function toWallClock(instant: string, zone: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? '' : new Date(wallTime(time, zone)).toISOString().slice(0, 16);
}

/**
 * The instant that such a field means in a zone; nothing if it is not filled in. A time that the clocks
 * skip is the one an hour later, and of a time that they show twice it is the first.
 */
export function fromWallClock(text: string, zone: string): string | undefined {
  const wall = Date.parse(`${text}Z`);
  return Number.isNaN(wall) ? undefined : new Date(instantOf(wall, zone)).toISOString();
}
