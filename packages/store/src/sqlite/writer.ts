import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type EntryFields, isUuid, type Receipt } from '@whodid/core';
import { hashBytes, type KeptEntry, type PackedBlock, unpackBlock } from './block.ts';
import { BlockWriter } from './block-writer.ts';
import { ColumnWriter } from './columns/column-writer.ts';
import { openForWriting } from './connection.ts';
import { EntryIndex } from './entry-index.ts';
import { indexVersion } from './index-entry.ts';
import { isSqliteError } from './sqlite-fault.ts';
import { inTransaction } from './transaction.ts';

/** Writes to the database of a directory. Synchronous: runs in a thread of its own. */
export class SqliteWriter {
  readonly #database: DatabaseSync;
  readonly #blocks: BlockWriter;
  readonly #index: EntryIndex;
  readonly #columns: ColumnWriter;
  readonly #findHashes: StatementSync;

  /** The caller has the directory's lock, and the layout is up to date. */
  constructor(directory: string) {
    this.#database = openForWriting(directory);
    this.#blocks = new BlockWriter(this.#database);
    this.#index = new EntryIndex(this.#database);
    this.#columns = new ColumnWriter(this.#database);
    this.#findHashes = this.#database.prepare(
      'select first, hashes from block where first <= ? order by first desc limit 1',
    );
  }

  /** Keeps a batch in one transaction, and tells the fate of each entry. */
  append(batch: readonly KeptEntry[]): readonly Receipt[] {
    return this.#changing(() => {
      const fresh = new FreshEntries(this.#blocks.nextNumber());
      const receipts = batch.map((kept) => this.#take(kept, fresh));
      if (fresh.entries.length > 0) this.#blocks.add(fresh.first, fresh.entries);
      return receipts;
    });
  }

  /** Makes the index anew from the blocks, if it is not of this version. */
  refreshIndex(): void {
    const row = this.#database.prepare("select value from meta where name = 'index'").get();
    if (Number(row?.value) !== indexVersion) this.rebuildIndex();
  }

  /**
   * Makes the index anew from the blocks, in one transaction. Of a block that cannot be read, its
   * entries keep their place in time, so that they are missed where they should be.
   */
  rebuildIndex(): void {
    this.#changing(() => {
      this.#database.exec(`
        delete from zone; delete from token; delete from tally_column;
        insert into word (word) values ('delete-all');
      `);
      this.#index.forget();
      this.#columns.forget();
      const blocks = this.#database.prepare(
        'select first, count, hashes, body from block order by first',
      );
      for (const { first, count, hashes, body } of blocks.iterate()) {
        const packed = { hashes: hashes as Uint8Array, body: body as Uint8Array };
        const entries = readableEntries(packed);
        if (entries === null) {
          this.#index.keep(Number(first), Number(count));
          this.#columns.skip();
          continue;
        }
        this.#index.replace(Number(first), entries);
        for (const [at, entry] of entries.entries()) this.#columns.add(Number(first) + at, entry);
      }
      this.#database
        .prepare("insert or replace into meta (name, value) values ('index', ?)")
        .run(indexVersion);
    });
  }

  close(): void {
    this.#database.close();
  }

  #changing<T>(work: () => T): T {
    try {
      return inTransaction(this.#database, () => {
        const result = work();
        this.#index.flush();
        this.#columns.flush();
        return result;
      });
    } catch (error) {
      this.#index.forget();
      this.#columns.forget();
      this.#blocks.forget();
      throw error;
    }
  }

  #take(kept: KeptEntry, fresh: FreshEntries): Receipt {
    const entry = parse(kept.bytes);
    const { id } = entry;
    const problem = problemOf(entry);
    if (problem !== null) return { id, fate: 'refused', reason: problem };
    const n = this.#addToIndex(fresh.next, entry);
    if (n === null) return { id, fate: 'refused', reason: 'the entry cannot be indexed' };
    if (n === fresh.next) {
      this.#columns.add(n, entry);
      fresh.entries.push(kept);
      return { id, fate: 'stored' };
    }
    if (Buffer.compare(this.#hashOf(n, fresh), kept.hash) === 0) return { id, fate: 'duplicate' };
    return { id, fate: 'conflict', reason: 'another entry has this id' };
  }

  // An entry that is not what its type says fails here before anything of it is written.
  #addToIndex(n: number, entry: EntryFields): number | null {
    try {
      return this.#index.add(n, entry);
    } catch (error) {
      if (isSqliteError(error)) throw error;
      return null;
    }
  }

  #hashOf(n: number, fresh: FreshEntries): Uint8Array {
    const own = fresh.entries[n - fresh.first];
    if (own !== undefined) return own.hash;
    const row = this.#findHashes.get(n) as { first: number; hashes: Uint8Array };
    const start = (n - row.first) * hashBytes;
    return row.hashes.subarray(start, start + hashBytes);
  }
}

/** The entries of one transaction that were not there before. */
class FreshEntries {
  readonly first: number;
  readonly entries: KeptEntry[] = [];

  constructor(first: number) {
    this.first = first;
  }

  get next(): number {
    return this.first + this.entries.length;
  }
}

function parse(bytes: Uint8Array): EntryFields {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return JSON.parse(text);
}

// The columns that everything hangs on. `seal` and `admit` see to the rest.
function problemOf({ id, occurredAt, tenant }: EntryFields): string | null {
  if (typeof id !== 'string' || !isUuid(id)) return 'id must be a UUID in lower case';
  if (Number.isNaN(Date.parse(occurredAt))) return 'occurredAt must be a time';
  if (typeof tenant !== 'string') return 'tenant must be text';
  return null;
}

// `null` if the block is damaged: that is for whoever asks for its entries, not for the others.
function readableEntries(block: PackedBlock): readonly EntryFields[] | null {
  try {
    return unpackBlock(block).map(({ bytes }) => parse(bytes));
  } catch {
    return null;
  }
}
