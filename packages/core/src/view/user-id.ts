import type { Actor } from '../entry/entry.ts';

const wholeNumber = /^(?:0|[1-9]\d{0,14})$/;

/** The id of a user as documents 002 and 004 have it: a number if it is written as one. */
export function userId({ id }: Actor): string | number {
  return wholeNumber.test(id) ? Number(id) : id;
}
