import { wallTime } from '@whodid/core/zone';
import type { Tally } from '@whodid/store';
import type { FoundHint } from '../overview/hints.ts';
import { valuesOf } from '../overview/tally-values.ts';
import { terms } from '../overview/terms.ts';

const hourMs = 3_600_000;

/** Bounds of the hours from one time to another, in milliseconds since 1970; of at most 1,000 hours. */
export function hourEdges(from: number, to: number): readonly number[] {
  const first = Math.max(Math.floor(from / hourMs), Math.ceil(to / hourMs) - mostHours);
  const count = Math.max(1, Math.ceil(to / hourMs) - first);
  return Array.from({ length: count + 1 }, (_, hour) => (first + hour) * hourMs);
}

const mostHours = 1000;

/**
 * How much happened in each hour of the week: 7 rows, Monday first, of 24 counts, as the clocks of a
 * zone show them.
 *
 * @param edges - where the buckets of the tally begin.
 */
export function hoursOfWeek(tally: Tally, edges: readonly number[], zone: string): number[][] {
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const [at, { count }] of tally.buckets.entries()) {
    if (count === 0) continue;
    const wall = new Date(wallTime(edges[at] ?? 0, zone));
    const row = week[(wall.getUTCDay() + 6) % 7];
    if (row !== undefined) row[wall.getUTCHours()] = (row[wall.getUTCHours()] ?? 0) + count;
  }
  return week;
}

export interface PersonCompared {
  /** In buckets of an hour. */
  readonly now: Tally;
  readonly before: Tally;
  /** Where the buckets of `now` begin, in milliseconds since 1970. */
  readonly edges: readonly number[];
  /** IANA name of the zone whose clocks tell the hour. */
  readonly zone: string;
  /** Hours of the week of both, as {@link hoursOfWeek} gives them. */
  readonly hoursNow: readonly (readonly number[])[];
  readonly hoursBefore: readonly (readonly number[])[];
}

// Less than that is no habit.
const knownWell = 50;

/** What is unusual about what somebody did, compared with what they did before. */
export function personHints(compared: PersonCompared): readonly FoundHint[] {
  if (compared.before.count < knownWell) return [];
  return [...newPlaces(compared), ...oddHours(compared), ...manyFailures(compared)];
}

function newPlaces({ now, before }: PersonCompared): readonly FoundHint[] {
  const usual = valuesOf(before, 'country').map(({ value }) => value[0] ?? '');
  if (usual.length === 0) return [];
  return valuesOf(now, 'country')
    .map(({ value }) => value[0] ?? '')
    .filter((country) => !usual.includes(country))
    .map((country) => ({
      text: `Seen in ${country} for the first time`,
      why: `Usually seen in ${usual.slice(0, 3).join(', ')}`,
      query: terms(['country', country]),
      isNew: true,
    }));
}

function oddHours(compared: PersonCompared): readonly FoundHint[] {
  const { hoursNow, hoursBefore } = compared;
  const before = byHour(hoursBefore);
  const odd = byHour(hoursNow).flatMap((count, hour) => {
    // An hour earlier or later than usual is nothing to tell.
    const near = [hour + 23, hour, hour + 1].map((one) => before[one % 24] ?? 0);
    return count > 0 && near.every((usual) => usual === 0) ? [{ hour, count }] : [];
  });
  if (odd.length === 0) return [];
  const total = odd.reduce((sum, { count }) => sum + count, 0);
  const hours = odd.map(({ hour }) => `${String(hour).padStart(2, '0')}:00`).join(', ');
  return [
    {
      text: `Active at an unusual hour: ${hours} (${total} ${total === 1 ? 'entry' : 'entries'})`,
      why: `Usually active ${usualHours(before)}`,
      query: duringHours(compared, new Set(odd.map(({ hour }) => hour))),
    },
  ];
}

const mostPeriods = 10;

/** Finds what was done in some hours of the day, in the last ten of them in which anything was. */
function duringHours({ now, edges, zone }: PersonCompared, hours: ReadonlySet<number>): string {
  const periods = now.buckets.flatMap(({ count }, at) => {
    const start = edges[at] ?? 0;
    const hour = new Date(wallTime(start, zone)).getUTCHours();
    if (count === 0 || !hours.has(hour)) return [];
    const [from, to] = [start, start + hourMs - 1].map((time) => new Date(time).toISOString());
    return [`created:${from}..${to}`];
  });
  const lastOnes = periods.slice(-mostPeriods).join(' OR ');
  // So that it can be asked for together with other terms.
  return periods.length > 1 ? `(${lastOnes})` : lastOnes;
}

/** From the first hour of the day to the last in which somebody usually is active: `from 08 to 18 h`. */
export function usualHours(hours: readonly number[]): string {
  const total = hours.reduce((sum, count) => sum + count, 0);
  const used = hours.flatMap((count, hour) => (count >= total * 0.01 && count > 0 ? [hour] : []));
  const two = (hour: number): string => String(hour).padStart(2, '0');
  return `from ${two(used[0] ?? 0)} to ${two((used.at(-1) ?? 23) + 1)} h`;
}

/** The counts of each hour of the day, over all days. */
export function byHour(week: readonly (readonly number[])[]): readonly number[] {
  return Array.from({ length: 24 }, (_, hour) =>
    week.reduce((sum, day) => sum + (day[hour] ?? 0), 0),
  );
}

function manyFailures({ now, before }: PersonCompared): readonly FoundHint[] {
  const [share, usual] = [now.failed / Math.max(1, now.count), before.failed / before.count];
  if (now.failed < 10 || share < 3 * usual) return [];
  return [
    {
      text: `${now.failed} of ${now.count} entries failed or were denied`,
      why: `Usually it is ${(usual * 100).toFixed(1)} %`,
      query: 'outcome:failure,denied',
    },
  ];
}
