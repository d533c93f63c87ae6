import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type EntryFields, sha256 } from '@whodid/core';
import type { KeptEntry } from '../block.ts';
import { BlockReader } from '../block-reader.ts';
import { zoneOf, zoneStart } from '../zone.ts';
import { ZoneBuilder } from './zone-builder.ts';

/**
 * Keeps, of every zone that is full, what its entries are counted by. Like the index it holds nothing
 * that could not be made again from the blocks; a zone without it is counted from those.
 */
export class ColumnWriter {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  #open: ZoneBuilder | null = null;
  #full: ZoneBuilder[] = [];
  /** Zones that became full and were not seen from their first entry on. */
  #unseen: number[] = [];

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = database.prepare(
      'insert or replace into tally_column (zone, field, data) values (?, ?, ?)',
    );
  }

  /** Takes the entry of a number. Numbers follow each other. */
  add(n: number, entry: EntryFields): void {
    const zone = zoneOf(n);
    const open = this.#open?.zone === zone ? this.#open : new ZoneBuilder(zone, n);
    open.add(entry);
    this.#open = open;
    if (zoneOf(n + 1) === zone) return;
    this.#open = null;
    if (open.first === firstOf(zone)) this.#full.push(open);
    else this.#unseen.push(zone);
  }

  /** Passes over an entry that cannot be read: its zone is left to the blocks. */
  skip(): void {
    this.#open = null;
  }

  /** Writes what is full. Must be called at the end of a transaction, once its blocks are written. */
  flush(): void {
    for (const zone of this.#unseen) {
      const builder = this.#fromBlocks(zone);
      if (builder !== null) this.#full.push(builder);
    }
    for (const builder of this.#full) {
      for (const [field, data] of builder.pack()) this.#insert.run(builder.zone, field, data);
    }
    this.#full = [];
    this.#unseen = [];
  }

  /** Must be called after a rollback. */
  forget(): void {
    this.#open = null;
    this.#full = [];
    this.#unseen = [];
  }

  // After a restart or a rollback, in the middle of a zone.
  #fromBlocks(zone: number): ZoneBuilder | null {
    const blocks = new BlockReader(this.#database);
    const builder = new ZoneBuilder(zone, firstOf(zone));
    for (let n = builder.first; n < zoneStart(zone + 1); n += 1) {
      const entry = readable(blocks.read(n));
      if (entry === null) return null;
      builder.add(entry);
    }
    return builder;
  }
}

// What was altered may be anything. It must not stop what comes later.
function readable(kept: KeptEntry | null): EntryFields | null {
  if (kept === null || Buffer.compare(sha256(kept.bytes), kept.hash) !== 0) return null;
  return JSON.parse(Buffer.from(kept.bytes).toString('utf8')) as EntryFields;
}

/** Number of the first entry of a zone: they begin at 1. */
export function firstOf(zone: number): number {
  return Math.max(1, zoneStart(zone));
}
