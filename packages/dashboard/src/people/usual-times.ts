const dayNames = [
  ...['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays'],
  ...['Saturdays', 'Sundays'],
];

/**
 * In words, when somebody is active: `Mostly Mondays to Fridays, from 08:00 to 18:00`.
 *
 * @param hours - counts of each hour of the week: 7 rows, Monday first.
 */
export function usualTimes(hours: readonly (readonly number[])[]): string {
  const total = hours.flat().reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'Nothing in the last four weeks';
  const byDay = hours.map((day) => day.reduce((sum, count) => sum + count, 0));
  const byHour = Array.from({ length: 24 }, (_, hour) =>
    hours.reduce((sum, day) => sum + (day[hour] ?? 0), 0),
  );
  // A day or an hour with next to nothing is not what is usual.
  const daysUsed = used(byDay, total * 0.03);
  const hoursUsed = used(byHour, total * 0.01);
  const [first = 0, last = 23] = [hoursUsed[0], hoursUsed.at(-1)];
  return `Mostly ${dayText(daysUsed)}, from ${clock(first)} to ${clock(last + 1)}`;
}

function used(counts: readonly number[], least: number): readonly number[] {
  return counts.flatMap((count, at) => (count > 0 && count >= least ? [at] : []));
}

function dayText(days: readonly number[]): string {
  const [first = 0, last = 6] = [days[0], days.at(-1)];
  if (days.length === 7) return 'every day';
  if (days.length > 2 && last - first === days.length - 1) {
    return `${dayNames[first]} to ${dayNames[last]}`;
  }
  return days.map((day) => dayNames[day]).join(', ');
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
