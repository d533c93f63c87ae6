import { instantOf, wallTime } from '@whodid/core/zone';

/** Days, months and years of the calendar. */
export type Period = 'today' | 'yesterday' | 'this-month' | 'last-month' | 'this-year';

export const periods: readonly Period[] = [
  'today',
  'yesterday',
  'this-month',
  'last-month',
  'this-year',
];

export const periodLabels: Readonly<Record<Period, string>> = {
  today: 'Today',
  yesterday: 'Yesterday',
  'this-month': 'This month',
  'last-month': 'Last month',
  'this-year': 'This year',
};

/**
 * From when to when a period is, as the clocks of a zone see it. One that goes on has no end.
 *
 * @param now - milliseconds since 1970.
 */
export function boundsOfPeriod(
  period: Period,
  now: number,
  zone: string,
): { from: string; to?: string } {
  const wall = new Date(wallTime(now, zone));
  const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()];
  const begin = (...date: Parameters<typeof Date.UTC>): number =>
    instantOf(Date.UTC(...date), zone);
  switch (period) {
    case 'today':
      return since(begin(year, month, day));
    case 'yesterday':
      return between(begin(year, month, day - 1), begin(year, month, day));
    case 'this-month':
      return since(begin(year, month, 1));
    case 'last-month':
      return between(begin(year, month - 1, 1), begin(year, month, 1));
    case 'this-year':
      return since(begin(year, 0, 1));
  }
}

function since(from: number): { from: string } {
  return { from: new Date(from).toISOString() };
}

// The end belongs to a range, the first moment of the next period does not.
function between(from: number, next: number): { from: string; to: string } {
  return { ...since(from), to: new Date(next - 1).toISOString() };
}
