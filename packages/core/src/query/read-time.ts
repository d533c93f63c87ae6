import type { Span } from './span.ts';

const secondMs = 1000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

/** Words for times, for completion and for suggestions. */
export const timeWords: readonly string[] = [
  'now',
  'today',
  'yesterday',
  'this week',
  'last week',
  'this month',
  'last month',
];

/**
 * Reads a time: `now`, `15m` (ago), `yesterday`, `last week`, `2026-11`, `2026-11-20`,
 * `2026-11-20T10:00+01:00`. Days, weeks (from Monday) and months are those of UTC, unless a zone
 * offset is given.
 */
export function readTime(text: string, now: number): Span | undefined {
  const folded = text.trim().toLowerCase();
  const span =
    readWord(folded, now) ?? readAgo(folded, now) ?? readDate(folded) ?? readClock(folded);
  return span !== undefined && span.from >= earliest && span.to <= latest ? span : undefined;
}

// Strictly within the years 0000 to 9999, so that the instants beside it can be written too.
const earliest = -62_167_219_199_999;
const latest = 253_402_300_799_998;

function readWord(text: string, now: number): Span | undefined {
  const today = Math.floor(now / dayMs) * dayMs;
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * dayMs;
  switch (text.replaceAll(/[\s_-]+/g, ' ')) {
    case 'now':
      return { from: now, to: now, since: true };
    case 'today':
      return lasting(today, dayMs);
    case 'yesterday':
      return lasting(today - dayMs, dayMs);
    case 'this week':
      return lasting(monday, weekMs);
    case 'last week':
      return lasting(monday - weekMs, weekMs);
    case 'this month':
      return month(now, 0);
    case 'last month':
      return month(now, -1);
  }
  return undefined;
}

function month(now: number, offset: number): Span {
  const date = new Date(now);
  const [year, index] = [date.getUTCFullYear(), date.getUTCMonth() + offset];
  return { from: Date.UTC(year, index, 1), to: Date.UTC(year, index + 1, 1) - 1 };
}

const unitsMs: ReadonlyMap<string, number> = new Map([
  ['s', secondMs],
  ['m', minuteMs],
  ['h', hourMs],
  ['d', dayMs],
  ['w', weekMs],
]);

function readAgo(text: string, now: number): Span | undefined {
  const [, amount = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)([smhdw])(?: ago)?$/.exec(text) ?? [];
  const unitMs = unitsMs.get(unit);
  if (unitMs === undefined) return undefined;
  const from = now - Math.round(Number(amount) * unitMs);
  return { from, to: from, since: true };
}

const datePattern = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(z|[+-]\d\d:?\d\d)?$/;

function readDate(text: string): Span | undefined {
  const [, year, monthText, day, zone] = datePattern.exec(text) ?? [];
  const offsetMs = zoneOffsetMs(zone);
  if (year === undefined || offsetMs === undefined) return undefined;
  const from = startOfDay(`${year}-${monthText ?? '01'}-${day ?? '01'}`);
  if (from === undefined) return undefined;
  if (day !== undefined) return lasting(from - offsetMs, dayMs);
  const next = new Date(from);
  if (monthText === undefined) next.setUTCFullYear(next.getUTCFullYear() + 1);
  else next.setUTCMonth(next.getUTCMonth() + 1);
  return lasting(from - offsetMs, next.getTime() - from);
}

const clockPattern =
  /^(\d{4}-\d\d-\d\d)[t ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s?(z|[+-]\d\d:?\d\d)?$/;

function readClock(text: string): Span | undefined {
  const [, date = '', hours = '', minutes = '', seconds, fraction, zone] =
    clockPattern.exec(text) ?? [];
  const day = startOfDay(date);
  const offsetMs = zoneOffsetMs(zone);
  if (day === undefined || offsetMs === undefined) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined;
  const from = day + Number(hours) * hourMs + Number(minutes) * minuteMs - offsetMs;
  if (seconds === undefined) return lasting(from, minuteMs);
  const second = from + Number(seconds) * secondMs;
  if (fraction === undefined) return lasting(second, secondMs);
  return lasting(second + Number(fraction.padEnd(3, '0').slice(0, 3)), 1);
}

// `Date.parse` turns 31 February into March; reading it back finds that out.
function startOfDay(date: string): number | undefined {
  const at = Date.parse(`${date}T00:00:00.000Z`);
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(date) ? undefined : at;
}

function zoneOffsetMs(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * minuteMs);
}

function lasting(from: number, ms: number): Span {
  return { from, to: from + ms - 1 };
}
