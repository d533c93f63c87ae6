/**
 * An instant as a field for date and time wants it, in a zone: `2026-11-20T10:42`. Text that is no
 * instant is an empty field.
 *
 * @param zone - an IANA name.
 */
export function toWallClock(instant: string, zone: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? '' : wallClockOf(time, zone).slice(0, 16);
}

/**
 * The instant that such a field means in a zone; nothing if it is not filled in. A time that the clocks
 * skip is the one an hour later, and of a time that they show twice it is the first.
 */
export function fromWallClock(text: string, zone: string): string | undefined {
  const wanted = Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return undefined;
  // The offset of a zone changes by an hour or so: it is that of a day before, or of a day after.
  const candidates = [-dayMs, dayMs].map((away) => wanted - offsetAt(wanted + away, zone));
  const fitting = candidates.filter((time) => time + offsetAt(time, zone) === wanted);
  const time = Math.min(...(fitting.length > 0 ? fitting : candidates.slice(0, 1)));
  return new Date(time).toISOString();
}

const dayMs = 86_400_000;

function offsetAt(time: number, zone: string): number {
  const seconds = Math.floor(time / 1000) * 1000;
  return Date.parse(`${wallClockOf(seconds, zone)}Z`) - seconds;
}

function wallClockOf(time: number, zone: string): string {
  const parts = new Map(
    formatterFor(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const [year, month, day, hour, minute, second] = fields.map((field) => parts.get(field));
  return `${year?.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
}

const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit';
  return new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
  });
}
