import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Receipt, WhodidError } from '@whodid/core';
import type {
  Arrival,
  CountRequest,
  FoundEntry,
  Position,
  ReadRequest,
  StoreDriver,
  StoredEntry,
} from '../store-driver.ts';
import type { Tally, TallyRequest } from '../tally/tally.ts';
import { type AsyncDesk, InlineDesk } from './async-desk.ts';
import { toParcel } from './batch-parcel.ts';
import { migrate, openForReading, openForWriting } from './connection.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { toSqliteFault } from './sqlite-fault.ts';
import { ThreadDesk } from './thread-desk.ts';
import { SqliteWriter } from './writer.ts';

export interface SqliteOptions {
  /** Where the files are. Made if it is not there, unless `readOnly`. */
  readonly directory: string;
  /**
   * Only read, beside a process that may be writing. `append` is refused.
   *
   * @defaultValue `false`
   */
  readonly readOnly?: boolean | undefined;
  /**
   * Work in threads of its own: one writes, one reads. Without, every call blocks the thread it is
   * made in until the disk is done.
   *
   * @defaultValue `true`
   */
  readonly threads?: boolean | undefined;
  /**
   * Longest that one `read` goes on, in milliseconds. Only conditions that the index cannot answer
   * take long: a glob that begins with a star, a phrase of common words. Then `read` fails with
   * `STORE_UNAVAILABLE`; a narrower range of time makes such a search shorter.
   *
   * @defaultValue `8000` (8 s)
   */
  readonly readLimitMs?: number | undefined;
}

/**
 * Keeps entries in an SQLite database, in WAL mode with `synchronous = full`: what is reported
 * `stored` survives a power cut.
 *
 * One process at a time can open a directory for writing, any number for reading. The lock is
 * released by the kernel, also after `kill -9`.
 *
 * @throws WhodidError `STORE_LOCKED` if another one writes there, `STORE_VERSION` if the engine or
 * the files are of a version that we refuse, `STORE_UNAVAILABLE` if the directory cannot be used.
 */
export function sqliteDriver(options: SqliteOptions): StoreDriver {
  const { directory, readOnly = false, threads = true, readLimitMs = 8000 } = options;
  try {
    const lock = readOnly ? checkReadable(directory) : prepare(directory);
    if (!threads) {
      const desk = new InlineDesk(directory);
      return new SqliteDriver({ lock, readOnly, readLimitMs, reading: desk, writing: desk });
    }
    const reading = new ThreadDesk(directory);
    const writing = new ThreadDesk(directory);
    return new SqliteDriver({ lock, readOnly, readLimitMs, reading, writing });
  } catch (error) {
    throw toSqliteFault(error);
  }
}

// Takes the lock, and makes the database what this version expects.
function prepare(directory: string): DirectoryLock {
  makeDirectory(directory);
  const lock = lockDirectory(directory);
  try {
    const database = openForWriting(directory);
    try {
      migrate(database);
    } finally {
      database.close();
    }
    const writer = new SqliteWriter(directory);
    try {
      writer.refreshIndex();
    } finally {
      writer.close();
    }
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

// A new directory is lost in a power cut with all that is in it, unless its parent is flushed.
function makeDirectory(directory: string): void {
  const made = mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  for (let parent = dirname(resolve(directory)); ; parent = dirname(parent)) {
    const descriptor = openSync(parent, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
    if (parent === dirname(made) || parent === dirname(parent)) return;
  }
}

function checkReadable(directory: string): null {
  openForReading(directory).close();
  return null;
}

interface Parts {
  readonly lock: DirectoryLock | null;
  readonly readOnly: boolean;
  readonly readLimitMs: number;
  readonly reading: AsyncDesk;
  readonly writing: AsyncDesk;
}

class SqliteDriver implements StoreDriver {
  readonly name = 'sqlite';
  readonly maxBatch = 1000;
  readonly appendsAtOnce = 2;
  readonly #lock: DirectoryLock | null;
  readonly #readOnly: boolean;
  readonly #readLimitMs: number;
  readonly #reading: AsyncDesk;
  readonly #writing: AsyncDesk;
  #tallies = 0;

  constructor({ lock, readOnly, readLimitMs, reading, writing }: Parts) {
    this.#lock = lock;
    this.#readOnly = readOnly;
    this.#readLimitMs = readLimitMs;
    this.#reading = reading;
    this.#writing = writing;
  }

  async append(batch: readonly Arrival[]): Promise<readonly Receipt[]> {
    if (this.#readOnly) {
      throw new WhodidError('STORE_ARGUMENT', { argument: 'store', wanted: 'open for writing' });
    }
    const parcel = toParcel(batch);
    return this.#writing.request('append', [parcel], [parcel.bytes.buffer, parcel.hashes.buffer]);
  }

  // In parts, so that a search through everything lets other reads through between two of them.
  async read(request: ReadRequest): Promise<readonly FoundEntry[]> {
    const found: FoundEntry[] = [];
    const limitAt = performance.now() + this.#readLimitMs;
    let after = request.after;
    for (let round = 0; ; round += 1) {
      const limit = request.limit - found.length;
      const part = await this.#reading.request('readPart', [{ ...request, limit, after, round }]);
      found.push(...part.entries);
      if (part.resume === null) return found;
      after = part.resume;
      if (performance.now() >= limitAt) throw tookTooLong(this.#readLimitMs);
    }
  }

  // What the index does not know for certain is read and counted.
  async count(request: CountRequest): Promise<number> {
    const known = await this.#reading.request('countKnown', [request]);
    if (known !== null) return known;
    const limitAt = performance.now() + this.#readLimitMs;
    let count = 0;
    for (let after: Position | null = null; ; ) {
      const page = await this.read({ ...request, after, limit: countedAtOnce });
      count += page.length;
      const last = page.at(-1);
      if (last === undefined || page.length < countedAtOnce) return count;
      after = last;
      if (performance.now() >= limitAt) throw tookTooLong(this.#readLimitMs);
    }
  }

  // In parts, as `read`.
  async tally(request: TallyRequest): Promise<Tally> {
    this.#tallies += 1;
    const number = this.#tallies;
    for (;;) {
      const tally = await this.#reading.request('tallyPart', [request, number]);
      if (tally !== null) return tally;
    }
  }

  get(tenant: string, id: string): Promise<StoredEntry | null> {
    return this.#reading.request('get', [tenant, id]);
  }

  async close(): Promise<void> {
    await Promise.all([this.#reading.close(), this.#writing.close()]);
    this.#lock?.release();
  }
}

const countedAtOnce = 500;

function tookTooLong(limitMs: number): WhodidError {
  const reason = `the search took longer than ${limitMs} ms; narrow the range of time`;
  return new WhodidError('STORE_UNAVAILABLE', { store: 'sqlite', reason });
}
