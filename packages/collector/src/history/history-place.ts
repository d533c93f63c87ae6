import { isUuid, WhodidError } from '@whodid/core';

/** Where a page begins or ends, so that pages follow each other whatever arrives meanwhile. */
export type HistoryPlace =
  /** Behind the last entry of a page: the store's own cursor. */
  | { readonly type: 'after'; readonly cursor: string }
  /** In front of the first entry of a page. */
  | { readonly type: 'before'; readonly occurredAt: number; readonly id: string };

/** A place as text, for an address. */
export function placeText(place: HistoryPlace): string {
  return place.type === 'after' ? `a.${place.cursor}` : `b.${place.occurredAt}.${place.id}`;
}

/** @throws WhodidError `CURSOR_INVALID` for what {@link placeText} never gave out. */
export function readPlace(text: string): HistoryPlace {
  const [, cursor] = /^a\.(.+)$/.exec(text) ?? [];
  if (cursor !== undefined) return { type: 'after', cursor };
  const [, digits = '', id = ''] = /^b\.(-?\d{1,16})\.([0-9a-f-]{36})$/.exec(text) ?? [];
  const occurredAt = Number(digits);
  if (digits === '' || !isUuid(id) || !Number.isSafeInteger(occurredAt)) {
    throw new WhodidError('CURSOR_INVALID', {});
  }
  return { type: 'before', occurredAt, id };
}
