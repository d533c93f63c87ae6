/** Writes instants for people: in their own zone and language, with 24 hours. */
export interface Instants {
  /** `10:42:11` */
  clock(instant: string): string;
  /** `.032`: what comes after the second, for those who look closely. */
  fraction(instant: string): string;
  /** `Friday, 20 November`, with `Today` or `Yesterday` before it, and the year if it is another. */
  day(instant: string, now: number): string;
  /** The same text for every instant of one day in the reader's zone. */
  dayKey(instant: string): string;
  /** `20 Nov 2026, 10:42:11 CET` */
  full(instant: string): string;
  /** `20 Nov, 10:42`: for labels. */
  short(instant: string): string;
  /** `3 hours ago` */
  ago(instant: string, now: number): string;
}

const dayMs = 86_400_000;

/** @param timeZone - an IANA name; the zone of the browser if absent. */
export function createInstants(locale?: string, timeZone?: string): Instants {
  const format = (options: Intl.DateTimeFormatOptions): ((instant: string) => string) => {
    const formatter = new Intl.DateTimeFormat(locale, { hourCycle: 'h23', timeZone, ...options });
    // What is no instant is shown as it came; `format` would throw.
    return (instant) => {
      const time = Date.parse(instant);
      return Number.isNaN(time) ? instant : formatter.format(time);
    };
  };
  const clockParts = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const dateParts = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const longDay = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const longDayAndYear = format({
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const year = format({ year: 'numeric' });
  const dayKey = format({ year: 'numeric', month: '2-digit', day: '2-digit' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

  return {
    clock: format(clockParts),
    fraction: (instant) => /\.\d{3}/.exec(instant)?.[0] ?? '',
    dayKey,
    day(instant, now) {
      const daysBack = [0, 1].find((days) => dayKey(isoAt(now - days * dayMs)) === dayKey(instant));
      const isThisYear = year(instant) === year(isoAt(now));
      const label = isThisYear ? longDay(instant) : longDayAndYear(instant);
      return daysBack === undefined
        ? label
        : `${capitalised(relative.format(-daysBack, 'day'))} · ${label}`;
    },
    full: format({ ...dateParts, ...clockParts, timeZoneName: 'short' }),
    short: format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    ago: (instant, now) => agoText(relative, now - Date.parse(instant)),
  };
}

const steps: readonly (readonly [
  limitMs: number,
  unit: Intl.RelativeTimeFormatUnit,
  ms: number,
])[] = [
  [60_000, 'second', 1000],
  [3_600_000, 'minute', 60_000],
  [dayMs, 'hour', 3_600_000],
  [30 * dayMs, 'day', dayMs],
  [365 * dayMs, 'month', 30 * dayMs],
  [Number.POSITIVE_INFINITY, 'year', 365 * dayMs],
];

function agoText(relative: Intl.RelativeTimeFormat, ageMs: number): string {
  const step = steps.find(([limitMs]) => Math.abs(ageMs) < limitMs);
  return step === undefined ? '' : relative.format(-Math.round(ageMs / step[2]), step[1]);
}

function isoAt(time: number): string {
  return new Date(time).toISOString();
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** A duration as people say it: `23 ms`, `1.2 s`, `3 min`, `5 h`, `3 days`. */
export function durationText(durationMs: number): string {
  if (durationMs < 1) return '< 1 ms';
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  if (durationMs < 2 * 3_600_000) return `${Math.round(durationMs / 60_000)} min`;
  if (durationMs < 2 * dayMs) return `${Math.round(durationMs / 3_600_000)} h`;
  return `${Math.round(durationMs / dayMs)} days`;
}
