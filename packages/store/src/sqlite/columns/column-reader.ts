import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type BaseColumn, type Column, unpackBase, unpackColumn } from './column.ts';
import type { ColumnField } from './zone-builder.ts';

/** So much of what was unpacked stays so: enough for what a page asks of a million entries. */
const keptBytes = 96 * 1024 * 1024;

/** Reads columns. A zone that has none, or of which one is damaged, is told as having none. */
export class ColumnReader {
  readonly #select: StatementSync;
  /** Least recently used first. A column never changes once it is there. */
  readonly #kept = new Map<string, { readonly column: Column | BaseColumn; bytes: number }>();
  #bytes = 0;

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('select data from tally_column where zone = ? and field = ?');
  }

  base(zone: number): BaseColumn | null {
    return this.#read(zone, 'base', unpackBase) as BaseColumn | null;
  }

  column(zone: number, field: Exclude<ColumnField, 'base'>): Column | null {
    return this.#read(zone, field, unpackColumn) as Column | null;
  }

  #read(
    zone: number,
    field: ColumnField,
    unpack: (bytes: Uint8Array) => Column | BaseColumn,
  ): Column | BaseColumn | null {
    const key = `${zone} ${field}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept.column;
    }
    const data = this.#select.get(zone, field)?.data;
    const column = data === undefined ? null : whole(data as Uint8Array, unpack);
    if (column !== null) this.#keep(key, column);
    return column;
  }

  #keep(key: string, column: Column | BaseColumn): void {
    const bytes = sizeOf(column);
    this.#kept.set(key, { column, bytes });
    this.#bytes += bytes;
    for (const [oldest, kept] of this.#kept) {
      if (this.#bytes <= keptBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= kept.bytes;
    }
  }
}

function whole<T>(data: Uint8Array, unpack: (bytes: Uint8Array) => T): T | null {
  try {
    return unpack(data);
  } catch {
    return null;
  }
}

function sizeOf(column: Column | BaseColumn): number {
  if ('at' in column) return column.at.length * 11;
  const texts = column.values.reduce((sum, value) => sum + 48 + value.length, 0);
  const places = (column.starts?.byteLength ?? 0) + column.codes.byteLength;
  return texts + places + (column.names?.codes.byteLength ?? 0);
}
