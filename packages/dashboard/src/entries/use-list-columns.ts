import { useSyncExternalStore } from 'react';
import { remember, remembered } from '../frame/remember.ts';
import { type ListColumn, listColumns } from './list-columns.tsx';

const memory = 'whodid-columns';

let chosen: readonly (ListColumn | null)[] | undefined;
const listeners = new Set<() => void>();

/** The columns that this browser shows, `null` for what happened: the usual ones at first. */
export function useListColumns(): readonly (ListColumn | null)[] {
  return useSyncExternalStore(subscribe, current);
}

/** Shows a column, or shows it no more. This browser remembers it. */
export function chooseColumn(key: string, isShown: boolean): void {
  const keys = new Set(current().flatMap((column) => column?.key ?? []));
  if (isShown) keys.add(key);
  else keys.delete(key);
  chosen = columnsOf(keys);
  const isUsual = listColumns.every((column) => keys.has(column?.key ?? '') === !!column?.isUsual);
  remember(memory, isUsual ? null : [...keys].join(','));
  for (const listener of listeners) listener();
}

// The same array as long as nothing is chosen: rows are drawn anew for another.
function current(): readonly (ListColumn | null)[] {
  chosen ??= readColumns(remembered(memory));
  return chosen;
}

function readColumns(text: string | null): readonly (ListColumn | null)[] {
  if (text === null) return listColumns.filter((column) => column === null || column.isUsual);
  return columnsOf(new Set(text.split(',')));
}

function columnsOf(keys: ReadonlySet<string>): readonly (ListColumn | null)[] {
  return listColumns.filter((column) => column === null || keys.has(column.key));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
