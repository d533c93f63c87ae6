import type { JSX } from 'react';
import type { PageRange } from '../range/use-range.ts';
import style from './filter.module.css';

/** Text that the rows of a page have to contain, kept in the address. */
export interface TextFilter {
  readonly text: string;
  readonly set: (text: string) => void;
  /** Whether a row with this text is shown. Case does not matter. */
  readonly fits: (text: string) => boolean;
}

export function useFilter(place: PageRange): TextFilter {
  const text = place.search.get('find') ?? '';
  const wanted = text.trim().toLowerCase();
  return {
    text,
    set: (next) => place.set({ find: next }),
    fits: (row) => row.toLowerCase().includes(wanted),
  };
}

export function Filter({ filter, label }: { filter: TextFilter; label: string }): JSX.Element {
  return (
    <input
      className={style.filter}
      type="search"
      aria-label={label}
      placeholder={label}
      value={filter.text}
      maxLength={200}
      onChange={({ target }) => filter.set(target.value)}
    />
  );
}
