import type { Write } from '../change/write.ts';

interface Savepoint {
  readonly name: string | null;
  /** How many writes were made before it. */
  readonly at: number;
}

/**
 * What the open transaction of a connection has written so far, as PostgreSQL counts savepoints: a
 * name may be given again and then hides the former.
 */
export class PendingWrites {
  #writes: Write[] = [];
  #savepoints: Savepoint[] = [];

  get size(): number {
    return this.#writes.length;
  }

  get all(): readonly Write[] {
    return this.#writes;
  }

  add(write: Write): void {
    this.#writes.push(write);
  }

  savepoint(name: string | null): void {
    this.#savepoints.push({ name, at: this.#writes.length });
  }

  release(name: string | null): void {
    const found = this.#find(name);
    if (found !== -1) this.#savepoints.length = found;
  }

  /** @returns what was written since that savepoint, which stays. */
  rollbackTo(name: string | null): readonly Write[] {
    const found = this.#find(name);
    if (found === -1) return [];
    this.#savepoints.length = found + 1;
    return this.#writes.splice(this.#savepoints[found]?.at ?? 0);
  }

  /** Ends the transaction. @returns what it has written. */
  take(): readonly Write[] {
    const writes = this.#writes;
    this.#writes = [];
    this.#savepoints = [];
    return writes;
  }

  #find(name: string | null): number {
    return this.#savepoints.findLastIndex((savepoint) => savepoint.name === name);
  }
}
