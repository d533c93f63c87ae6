import { defaultRange, type Range, readRange, writeRange } from '../range/range.ts';

/** What the page shows, as far as its address tells. A link to it shows somebody else the same. */
export interface Address {
  readonly q: string;
  readonly range: Range;
  readonly live: boolean;
  /** The entry that is open in the drawer. */
  readonly entryId: string | null;
}

/** Reads an address. What it does not say, or says wrongly, is at its default. */
export function readAddress(path: string, search: string): Address {
  const parameters = new URLSearchParams(search);
  const [, id] = /^\/entries\/([^/]+)\/?$/.exec(path) ?? [];
  return {
    q: parameters.get('q')?.trim() ?? '',
    range: readRange(parameters.get('range')),
    live: parameters.get('live') === '1',
    entryId: id === undefined ? null : decoded(id),
  };
}

/** Writes an address, shortest form, so that {@link readAddress} gives it back. */
export function writeAddress({ q, range, live, entryId }: Address): string {
  const parameters = new URLSearchParams();
  if (q !== '') parameters.set('q', q);
  if (writeRange(range) !== writeRange(defaultRange)) parameters.set('range', writeRange(range));
  if (live) parameters.set('live', '1');
  const path = entryId === null ? '/entries' : `/entries/${encodeURIComponent(entryId)}`;
  // Colons and commas are what queries are made of, and allowed as they are.
  const search = parameters.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return search === '' ? path : `${path}?${search}`;
}

// Anybody can type an address, and a lone percent sign makes decoding throw.
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
