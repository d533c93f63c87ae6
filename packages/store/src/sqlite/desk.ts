import type { Receipt } from '@whodid/core';
import type { CountRequest, StoredEntry } from '../store-driver.ts';
import type { Tally, TallyRequest } from '../tally/tally.ts';
import { type BatchParcel, fromParcel } from './batch-parcel.ts';
import { type Part, type PartRequest, SqliteReader } from './reader.ts';
import { toSqliteFault } from './sqlite-fault.ts';
import { SqliteWriter } from './writer.ts';

/** What can be asked of the database: one method a request, arguments and answers cloneable. */
export interface DeskRequests {
  append(batch: BatchParcel): readonly Receipt[];
  readPart(request: PartRequest): Part;
  countKnown(request: CountRequest): number | null;
  tallyPart(request: TallyRequest, number: number): Tally | null;
  get(tenant: string, id: string): StoredEntry | null;
}

export type DeskMethod = keyof DeskRequests;

/**
 * Serves requests to one directory with connections of its own, opened when they are first needed.
 * After a fault of the machine they are given up, and the next request opens new ones.
 */
export class Desk implements DeskRequests {
  readonly #directory: string;
  #writer: SqliteWriter | null = null;
  #reader: SqliteReader | null = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  append(batch: BatchParcel): readonly Receipt[] {
    return this.#serve(() => {
      this.#writer ??= new SqliteWriter(this.#directory);
      return this.#writer.append(fromParcel(batch));
    });
  }

  readPart(request: PartRequest): Part {
    return this.#serve(() => this.#openReader().readPart(request));
  }

  countKnown(request: CountRequest): number | null {
    return this.#serve(() => this.#openReader().countKnown(request));
  }

  tallyPart(request: TallyRequest, number: number): Tally | null {
    return this.#serve(() => this.#openReader().tallyPart(request, number));
  }

  get(tenant: string, id: string): StoredEntry | null {
    return this.#serve(() => this.#openReader().get(tenant, id));
  }

  close(): void {
    const open = [this.#writer, this.#reader];
    this.#writer = null;
    this.#reader = null;
    for (const connection of open) connection?.close();
  }

  #openReader(): SqliteReader {
    this.#reader ??= new SqliteReader(this.#directory);
    return this.#reader;
  }

  #serve<T>(request: () => T): T {
    try {
      return request();
    } catch (error) {
      const fault = toSqliteFault(error);
      if (fault !== error) this.#giveUp();
      throw fault;
    }
  }

  #giveUp(): void {
    try {
      this.close();
    } catch {
      // The connection is lost either way, and the fault itself is on its way to the caller.
    }
  }
}
