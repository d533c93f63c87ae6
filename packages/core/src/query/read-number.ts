import type { Span } from './span.ts';

/** Reads `404` or `4xx`. */
export function readStatusCode(text: string): Span | undefined {
  if (/^\d{1,9}$/.test(text)) return exactly(Number(text));
  if (!/^\dxx$/i.test(text)) return undefined;
  const from = Number(text.charAt(0)) * 100;
  return { from, to: from + 99 };
}

const durationUnitsMs: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** Reads `250`, `250ms`, `1.5s`, `2m` or `1h`, as milliseconds. */
export function readMilliseconds(text: string): Span | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)([a-z]*)$/i.exec(text) ?? [];
  const unitMs = durationUnitsMs.get(unit.toLowerCase());
  return amount === undefined || unitMs === undefined
    ? undefined
    : exactly(Number(amount) * unitMs);
}

/** Reads a number as JSON writes it. */
export function readNumber(text: string): Span | undefined {
  if (!/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  // Adding zero turns -0, which has no text of its own, into 0.
  return exactly(Number(text) + 0);
}

function exactly(value: number): Span | undefined {
  return Number.isFinite(value) ? { from: value, to: value } : undefined;
}
