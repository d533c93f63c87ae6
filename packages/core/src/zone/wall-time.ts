/**
 * What the clocks of a zone show at an instant, as milliseconds: those since 1970 if the same had been
 * shown in UTC. So a day is always 24 hours long, and days can be counted.
 *
 * @param time - milliseconds since 1970.
 * @param zone - an IANA name that {@link isZone} knows.
 */
export function wallTime(time: number, zone: string): number {
  return time + offsetAt(time, zone);
}

/**
 * The instant at which the clocks of a zone show a {@link wallTime}. A time that they skip is the one
 * an hour later, and of a time that they show twice it is the first.
 */
export function instantOf(wall: number, zone: string): number {
  // The offset of a zone changes by an hour or so: it is that of a day before, or of a day after.
  const candidates = [-dayMs, dayMs].map((away) => wall - offsetAt(wall + away, zone));
  const fitting = candidates.filter((time) => wallTime(time, zone) === wall);
  return Math.min(...(fitting.length > 0 ? fitting : candidates.slice(0, 1)));
}

/** Whether a text is the name of a zone: `Europe/Amsterdam`, `UTC`. */
export function isZone(text: string): boolean {
  try {
    return formatterFor(text) !== undefined;
  } catch {
    return false;
  }
}

const dayMs = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();
const mostFormatters = 100;

// In whole seconds, as there were offsets of them.
function offsetAt(time: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const seconds = Math.floor(time / 1000) * 1000;
  const [year = 0, month = 1, day, hour, minute, second] = partsAt(seconds, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - seconds;
}

function partsAt(time: number, zone: string): readonly number[] {
  const parts = new Map(
    formatterFor(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return fields.map((field) => parts.get(field) ?? 0);
}

const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

// Making one takes some 50 µs, using it two.
function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  if (formatters.size >= mostFormatters) formatters.clear();
  formatters.set(timeZone, formatter);
  return formatter;
}
