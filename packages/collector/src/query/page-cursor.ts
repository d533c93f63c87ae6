import { WhodidError } from '@whodid/core';

/**
 * A page's cursor together with the time of the first page. `created:>=15m` must mean the same on
 * every page of one list, or entries would fall between two of them.
 */
export function wrapCursor(cursor: string | null, now: number): string | null {
  return cursor === null ? null : `${now.toString(36)}.${cursor}`;
}

/** @throws WhodidError `CURSOR_INVALID` for what {@link wrapCursor} never gave out. */
export function unwrapCursor(text: string): { readonly cursor: string; readonly now: number } {
  const [, digits = '', cursor = ''] = /^([0-9a-z]{1,9})\.(.+)$/s.exec(text) ?? [];
  if (digits === '') throw new WhodidError('CURSOR_INVALID', {});
  return { cursor, now: Number.parseInt(digits, 36) };
}
