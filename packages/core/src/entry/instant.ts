import { types } from 'node:util';

const anyOffset =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)$/;

// Years that need more than four digits have no RFC 3339 form.
const firstMs = -62_167_219_200_000;
const lastMs = 253_402_300_799_999;

/** Milliseconds since 1970 as an instant, or `undefined` if there is no such. */
export function instant(ms: number): string | undefined {
  if (!(ms >= firstMs && ms <= lastMs)) return undefined;
  const whole = Math.trunc(ms);
  const second = Math.floor(whole / 1000);
  const slot = second & (slots - 1);
  if (seconds[slot] !== second) {
    seconds[slot] = second;
    texts[slot] = new Date(second * 1000).toISOString().slice(0, -4);
  }
  const rest = whole - second * 1000;
  return `${texts[slot]}${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}Z`;
}

// Entries come many to the second, and the engine's own formatting is slow. Several seconds, because
// what an entry tells of may have begun in an earlier one than it was recorded in.
const slots = 8;
const seconds: number[] = new Array(slots).fill(Number.NaN);
const texts: string[] = new Array(slots).fill('');

/** A number (milliseconds since 1970), `Date` or RFC 3339 text as an instant. */
export function readInstant(value: unknown): string | undefined {
  if (typeof value === 'number') return instant(value);
  if (typeof value === 'string') return instantOfText(value);
  if (!types.isDate(value)) return undefined;
  return instant(Date.prototype.getTime.call(value));
}

function instantOfText(text: string): string | undefined {
  const parts = anyOffset.exec(text);
  if (parts === null) return undefined;
  // The engine takes 30 February for 2 March.
  const [, year, month, day] = parts.map(Number) as [number, number, number, number];
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return instant(Date.parse(text));
}
