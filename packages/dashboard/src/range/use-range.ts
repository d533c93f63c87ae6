import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { writeAddress } from '../address/address.ts';
import { useZone } from '../time/zone.tsx';
import { type Bounds, boundsOf, type Range, readRange, writeRange } from './range.ts';

/** From when to when a page looks, as its address says. */
export interface PageRange {
  readonly range: Range;
  /** The same text for the same range: part of the key of an answer. */
  readonly key: string;
  readonly zone: string;
  /** Other parts of the address. */
  readonly search: URLSearchParams;
  /** The instants that it stands for now. */
  bounds(): Bounds;
  /** The address of this page with a part changed; `null` takes it away. */
  link(part: Readonly<Record<string, string | null>>): string;
  /** Goes there. */
  set(part: Readonly<Record<string, string | null>>): void;
  choose(range: Range): void;
  /** The address of another page, looking at this range. */
  page(path: string): string;
  /** Where the entries are that match a query in this range. */
  entries(q: string): string;
}

/** Reads the range of a page and the other parts of its address. */
export function usePageRange(fallback: Range): PageRange {
  const [path, navigate] = useLocation();
  const text = useSearch();
  const zone = useZone().name;
  const search = useMemo(() => new URLSearchParams(text), [text]);
  const range = useMemo(() => readRange(search.get('range'), fallback), [search, fallback]);
  const link = useCallback(
    (part: Readonly<Record<string, string | null>>) => {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(part)) {
        if (value === null || value === '') next.delete(name);
        else next.set(name, value);
      }
      const written = next.toString();
      return written === '' ? path : `${path}?${written}`;
    },
    [search, path],
  );
  const set: PageRange['set'] = (part) => navigate(link(part), { replace: true });
  const key = range.type === 'period' ? `${writeRange(range)} ${zone}` : writeRange(range);
  return {
    ...{ range, key, zone, search, link, set },
    bounds: () => boundsOf(range, Date.now(), zone),
    choose: (next) => {
      const isDefault = writeRange(next) === writeRange(fallback);
      set({ range: isDefault ? null : writeRange(next) });
    },
    page: (to) => `${to}?range=${encodeURIComponent(writeRange(range))}`,
    entries: (q) => writeAddress({ q, range, live: false, entryId: null }),
  };
}
