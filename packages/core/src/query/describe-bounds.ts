import type { QueryFieldRow } from './fields.ts';
import { formatBounds } from './format-bounds.ts';

const dayMs = 86_400_000;

/** Says bounds, both included, in words that follow “is”, or for a time on their own. */
export function describeBounds(row: QueryFieldRow, min: number, max: number): string {
  if (row.valueType === 'time') return describeTimes(min, max);
  const unit = row.valueType === 'milliseconds' ? ' ms' : '';
  const written = formatBounds(row, min, max);
  for (const [sign, words] of signs) {
    if (written.startsWith(sign)) return `${words} ${written.slice(sign.length)}${unit}`;
  }
  return `${written.replace('..', ' to ')}${unit}`;
}

// The longer signs first.
const signs: readonly (readonly [string, string])[] = [
  ['>=', 'at least'],
  ['<=', 'at most'],
  ['>', 'more than'],
  ['<', 'less than'],
];

function describeTimes(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return `since ${instant(min)}`;
  if (min === Number.NEGATIVE_INFINITY) return `before ${instant(max + 1)}`;
  if (min % dayMs !== 0 || (max + 1) % dayMs !== 0) {
    return `from ${instant(min)} until ${instant(max + 1)}`;
  }
  const [first, last] = [instant(min), instant(max + 1 - dayMs)];
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}

// A day, or a time of day with as many digits as it has.
function instant(time: number): string {
  if (time % dayMs === 0) return new Date(time).toISOString().slice(0, 10);
  const text = new Date(time).toISOString().replace('T', ' ').replace('Z', '');
  return `${text.replace(/\.000$/, '').replace(/(?<=:\d\d):00$/, '')} UTC`;
}
