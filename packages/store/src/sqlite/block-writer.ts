import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { sha256 } from '@whodid/core';
import { blockEntries, cutIntoBlocks, type KeptEntry, packBlock, unpackBlock } from './block.ts';
import { isSqliteError } from './sqlite-fault.ts';

interface TailBlock {
  readonly first: number;
  readonly count: number;
}

interface WrittenBlock extends TailBlock {
  readonly small: boolean;
}

// A block is small if it is worth making again together with its neighbours.
const smallEntries = blockEntries / 2;
const smallBytes = 65_536;

/**
 * Writes blocks. Small commits make small blocks, which compress badly; as soon as those at the end
 * of the table hold enough for a full block, they are replaced by one. Every entry is so written
 * twice at most.
 */
export class BlockWriter {
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  readonly #select: StatementSync;
  readonly #last: StatementSync;
  /** Small blocks at the end of the table, oldest first; `null` if not known. */
  #tail: TailBlock[] | null = null;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      'insert into block (first, count, hashes, body) values (?, ?, ?, ?)',
    );
    this.#remove = database.prepare('delete from block where first = ?');
    this.#select = database.prepare('select hashes, body from block where first = ?');
    this.#last = database.prepare(
      'select first, count, length(body) as bytes from block order by first desc limit ?',
    );
  }

  /** Number of the next entry: entries are numbered from 1 without holes. */
  nextNumber(): number {
    const last = this.#last.get(1);
    return last === undefined ? 1 : Number(last.first) + Number(last.count);
  }

  /** Writes entries, the first of which has the number `first`. */
  add(first: number, entries: readonly KeptEntry[]): void {
    const before = this.#tail ?? this.#readTail();
    const written = this.#write(first, entries);
    const lastFull = written.findLastIndex(({ small }) => !small);
    // Only neighbours may become one block: a full block ends the tail that was before it.
    const tail = lastFull === -1 ? [...before, ...written] : written.slice(lastFull + 1);
    const waiting = tail.reduce((sum, { count }) => sum + count, 0);
    this.#tail = waiting >= blockEntries ? this.#merge(tail) : tail;
  }

  /** Must be called after a rollback. */
  forget(): void {
    this.#tail = null;
  }

  #write(first: number, entries: readonly KeptEntry[]): WrittenBlock[] {
    let next = first;
    return cutIntoBlocks(entries).map((run) => {
      const { hashes, body } = packBlock(run);
      this.#insert.run(next, run.length, hashes, body);
      const block = { first: next, count: run.length, small: isSmall(run.length, body.length) };
      next += run.length;
      return block;
    });
  }

  #merge(tail: readonly TailBlock[]): TailBlock[] {
    const entries = this.#readWhole(tail);
    const [oldest] = tail;
    // A damaged block stays as it is: it is evidence.
    if (oldest === undefined || entries === null) return [];
    for (const { first } of tail) this.#remove.run(first);
    this.#write(oldest.first, entries);
    return [];
  }

  // All entries of some blocks; `null` if any is damaged, which must not stop what comes later.
  #readWhole(blocks: readonly TailBlock[]): readonly KeptEntry[] | null {
    try {
      const entries = blocks.flatMap(({ first }) => this.#read(first));
      return entries.every(isWhole) ? entries : null;
    } catch (error) {
      if (isSqliteError(error)) throw error;
      return null;
    }
  }

  #read(first: number): readonly KeptEntry[] {
    const row = this.#select.get(first);
    return unpackBlock({ hashes: row?.hashes as Uint8Array, body: row?.body as Uint8Array });
  }

  #readTail(): TailBlock[] {
    const tail: TailBlock[] = [];
    for (const row of this.#last.all(blockEntries)) {
      const block = { first: Number(row.first), count: Number(row.count) };
      if (!isSmall(block.count, Number(row.bytes))) break;
      tail.unshift(block);
    }
    return tail;
  }
}

function isSmall(count: number, bytes: number): boolean {
  return count < smallEntries && bytes < smallBytes;
}

function isWhole({ bytes, hash }: KeptEntry): boolean {
  return Buffer.compare(sha256(bytes), hash) === 0;
}
