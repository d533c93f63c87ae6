import type { Json } from '@whodid/core';
import type { Table } from './table.ts';
import type { Row, RowChange } from './write.ts';

/** A row in JSON. Numbers that JavaScript cannot hold become texts. */
export function readJson(text: string): Json {
  return JSON.parse(/\d{16}/.test(text) ? quoteLongNumbers(text) : text) as Json;
}

// A string is matched as a whole, so that digits in it stay as they are.
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

function quoteLongNumbers(text: string): string {
  return text.replaceAll(stringOrNumber, (piece) =>
    piece.length > 15 && !piece.startsWith('"') ? `"${piece}"` : piece,
  );
}

/** Of a row only its key, where there are too many to keep their values. */
export function onlyKey({ before, after }: RowChange, { key }: Table): RowChange {
  return { before: before === 'unknown' ? before : keyOf(before, key), after: keyOf(after, key) };
}

function keyOf(row: Row | null, key: readonly string[]): Row | null {
  if (row === null) return null;
  return Object.fromEntries(key.map((column) => [column, row[column] ?? null]));
}
