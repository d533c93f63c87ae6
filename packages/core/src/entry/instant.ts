import { types } from 'node:util';

/** RFC 3339 in UTC with milliseconds, the only form of time in an entry. */
const form =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const anyOffset = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)$/;

// Years that need more than four digits have no RFC 3339 form.
const firstMs = -62_167_219_200_000;
const lastMs = 253_402_300_799_999;

/** Whether a text is an instant as entries have it. */
export function isInstant(text: string): boolean {
  return form.test(text) && !Number.isNaN(Date.parse(text));
}

/** Milliseconds since 1970 as an instant, or `undefined` if there is no such. */
export function instant(ms: number): string | undefined {
  return ms >= firstMs && ms <= lastMs ? new Date(ms).toISOString() : undefined;
}

/** A number (milliseconds since 1970), `Date` or RFC 3339 text as an instant. */
export function readInstant(value: unknown): string | undefined {
  if (typeof value === 'number') return instant(value);
  if (typeof value === 'string') {
    return anyOffset.test(value) ? instant(Date.parse(value)) : undefined;
  }
  if (!types.isDate(value)) return undefined;
  return instant(Date.prototype.getTime.call(value));
}
