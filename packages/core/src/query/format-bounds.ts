import type { QueryFieldRow } from './fields.ts';
import { nextDown, nextUp } from './next-number.ts';

const dayMs = 86_400_000;

/** Writes bounds, both included, as the value of a condition: `4xx`, `>=500`, `1..2`. */
export function formatBounds(row: QueryFieldRow, min: number, max: number): string {
  if (row.valueType === 'time') return formatTimes(min, max);
  if (row.valueType === 'statusCode') return formatStatusCodes(min, max);
  if (max === Number.POSITIVE_INFINITY) return lower(min);
  if (min === Number.NEGATIVE_INFINITY) return upper(max);
  // Alone, a number in `data` is also text.
  return min === max && row.valueType === 'milliseconds' ? String(min) : `${min}..${max}`;
}

// A bound right beside a rounder number was written without the number itself.
function lower(min: number): string {
  const below = nextDown(min);
  return String(below).length < String(min).length ? `>${below}` : `>=${min}`;
}

function upper(max: number): string {
  const above = nextUp(max);
  return String(above).length < String(max).length ? `<${above}` : `<=${max}`;
}

function formatStatusCodes(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return `>=${min}`;
  if (min === Number.NEGATIVE_INFINITY) return `<${max + 1}`;
  if (min === max) return String(min);
  const isClass = min % 100 === 0 && min < 1000 && max === min + 99;
  return isClass ? `${min / 100}xx` : `${min}..${max}`;
}

function formatTimes(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return `>=${startOf(min)}`;
  if (min === Number.NEGATIVE_INFINITY) return `<=${endOf(max)}`;
  const [from, to] = [startOf(min), endOf(max)];
  return from === to ? from : `${from}..${to}`;
}

function startOf(time: number): string {
  return time % dayMs === 0 ? day(time) : new Date(time).toISOString();
}

function endOf(time: number): string {
  return (time + 1) % dayMs === 0 ? day(time) : new Date(time).toISOString();
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
