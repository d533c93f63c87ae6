import type { Clock } from '@whodid/core';
import type { Caller } from '../access/caller.ts';
import type { Journal, Note } from './journal.ts';

/** What somebody looked at. */
export interface Look {
  /** Which way: `list`, `entry`, `live`, or the name of another interface. */
  readonly what: string;
  /** The question as it was asked. */
  readonly query?: string;
  /** Bounds of time that were asked for, in milliseconds since 1970. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The one entry that was looked at, or the actor whose entries: its type and id. */
  readonly target?: { readonly type: string; readonly id: string };
  /** How many entries were shown. */
  readonly entries: number;
}

/** A look that was recorded, and what came after it within the minute. */
interface Open {
  readonly caller: Caller;
  readonly until: number;
  /** Resolves when the first look is recorded. Nobody is shown anything before. */
  readonly recorded: Promise<unknown>;
  look: Look;
  times: number;
}

const windowMs = 60_000;
const sweepEveryMs = 15_000;
/** Beyond it the oldest is written before its minute is over. */
const openLimit = 10_000;

/**
 * Records who looked at which entries.
 *
 * A look is recorded before anything is shown. The same question asked again by the same caller
 * within a minute, as pages do that keep themselves up to date, is added up and becomes one more
 * entry at the end of the minute: looking at looks would otherwise never end.
 */
export class LookBook {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #open = new Map<string, Open>();
  readonly #timer: NodeJS.Timeout;
  #closed = false;

  constructor(journal: Journal, clock: Clock) {
    this.#journal = journal;
    this.#clock = clock;
    this.#timer = setInterval(() => void this.#sweep(this.#clock.now()), sweepEveryMs).unref();
  }

  /**
   * Records a look. What was found may be shown when this resolves.
   *
   * @throws WhodidError `STORE_UNAVAILABLE`: then nothing may be shown.
   */
  async record(look: Look, caller: Caller): Promise<void> {
    // Streams end while the collector closes, and nobody adds up any more.
    if (this.#closed) return void (await this.#journal.write(noteOf(look, 1), caller));
    const key = keyOf(look, caller);
    const open = this.#open.get(key);
    if (open === undefined || open.until <= this.#clock.now()) {
      return await this.#begin(key, look, caller);
    }
    await open.recorded;
    open.times += 1;
    open.look = together(open.look, look, open.times);
  }

  /** Writes what was added up and stops. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#sweep(Infinity);
  }

  async #begin(key: string, look: Look, caller: Caller): Promise<void> {
    const before = this.#open.get(key);
    const recorded = this.#journal.write(noteOf(look, 1), caller);
    const until = this.#clock.now() + windowMs;
    // At the end of the map, which is in order of `until`.
    this.#open.delete(key);
    this.#open.set(key, { caller, until, recorded, look, times: 0 });
    if (before !== undefined) await this.#writeRest(before);
    try {
      await recorded;
    } catch (error) {
      this.#open.delete(key);
      throw error;
    }
    if (this.#open.size > openLimit) await this.#drop(1);
  }

  // All at once: they share commits.
  async #drop(count: number): Promise<void> {
    const dropped = [...this.#open].slice(0, count);
    for (const [key] of dropped) this.#open.delete(key);
    await Promise.all(dropped.map(([, open]) => this.#writeRest(open)));
  }

  async #sweep(now: number): Promise<void> {
    const ended = [...this.#open.values()].filter(({ until }) => until <= now).length;
    await this.#drop(ended);
  }

  // The first look is recorded already. That the rest cannot be is no reason to show less.
  async #writeRest({ caller, look, times }: Open): Promise<void> {
    if (times === 0) return;
    await this.#journal.write(noteOf(look, times), caller).catch(() => undefined);
  }
}

function keyOf({ what, query, target }: Look, { tenant, id, userId }: Caller): string {
  return JSON.stringify([tenant, id, userId, what, query, target?.type, target?.id]);
}

// The first repeat starts the sum: what came before it is recorded.
function together(sum: Look, look: Look, times: number): Look {
  if (times === 1) return look;
  return {
    ...look,
    from: bound(Math.min, sum.from, look.from),
    to: bound(Math.max, sum.to, look.to),
    entries: sum.entries + look.entries,
  };
}

// No bound is the widest of all.
function bound(
  widest: (a: number, b: number) => number,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  return a === undefined || b === undefined ? undefined : widest(a, b);
}

function noteOf({ what, query, from, to, target, entries }: Look, times: number): Note {
  const data = {
    what,
    ...(query === undefined ? {} : { query }),
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
    entries,
    ...(times === 1 ? {} : { times }),
  };
  return { action: 'whodid.look', data, ...(target === undefined ? {} : { targets: [target] }) };
}
