import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type KeptEntry, unpackBlock } from './block.ts';

const keptBlocks = 32;

interface OpenBlock {
  readonly first: number;
  readonly entries: readonly KeptEntry[];
}

/** Reads entries out of their blocks. The last blocks stay unpacked, as lists read neighbours. */
export class BlockReader {
  readonly #select: StatementSync;
  /** Least recently used first. What a number stands for never changes, so they are never stale. */
  #open: OpenBlock[] = [];

  constructor(database: DatabaseSync) {
    this.#select = database.prepare(
      'select first, hashes, body from block where first <= ? order by first desc limit 1',
    );
  }

  /** The entry of a number, or `null` if its block is damaged or not there. */
  read(n: number): KeptEntry | null {
    const block = this.#open.findLast((open) => contains(open, n)) ?? this.#unpack(n);
    if (block === null) return null;
    if (block !== this.#open.at(-1)) {
      this.#open = [...this.#open.filter((open) => open !== block).slice(1 - keptBlocks), block];
    }
    return block.entries[n - block.first] ?? null;
  }

  #unpack(n: number): OpenBlock | null {
    const row = this.#select.get(n);
    if (row === undefined) return null;
    const packed = { hashes: row.hashes as Uint8Array, body: row.body as Uint8Array };
    try {
      return { first: Number(row.first), entries: unpackBlock(packed) };
    } catch {
      return null;
    }
  }
}

function contains({ first, entries }: OpenBlock, n: number): boolean {
  return n >= first && n < first + entries.length;
}
