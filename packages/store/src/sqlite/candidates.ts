import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { idBytes } from './entry-id.ts';
import { zoneStart } from './zone.ts';

/** A place of an entry in the lists. */
export interface Candidate {
  readonly n: number;
  readonly id: Uint8Array;
  readonly at: number;
}

/** Which entries to look for. */
export interface Wanted {
  readonly tenant: number;
  /** In the language of FTS5, or `null` for all. */
  readonly expression: string | null;
  readonly minAt: number;
  readonly maxAt: number;
  /** Strictly after this place in the list. */
  readonly after: { readonly at: number; readonly id: Uint8Array };
}

// Up to so many hits it is cheapest to take them all and sort.
const fewHits = 2000;
const firstZones = 2;

// Newest first; the first column of an index decides nearly always, and the rest is sorted.
const inOrder = 'order by e.at desc, e.id desc limit ?';
const inRange = `e.tenant = ? and e.at between ? and ?
  and (e.at < ? or (e.at = ? and e.id < ?))`;

/** Finds candidates in order of time, through the words and tokens of the index. */
export class CandidateFinder {
  readonly #firstHits: StatementSync;
  readonly #byList: StatementSync;
  readonly #byTokens: StatementSync;
  readonly #byNumber: StatementSync;
  readonly #countAll: StatementSync;
  readonly #countHits: StatementSync;
  readonly #byId: StatementSync;
  readonly #zones: StatementSync;

  constructor(database: DatabaseSync) {
    this.#firstHits = database.prepare('select rowid as n from word where word match ? limit ?');
    this.#byList = database.prepare(`
      select e.n, e.id, e.at from json_each(?) hit cross join entry e on e.n = hit.value
      where ${inRange} ${inOrder}`);
    this.#byTokens = database.prepare(`
      select e.n, e.id, e.at from word cross join entry e on e.n = word.rowid
      where word match ? and word.rowid between cast(? as integer) and cast(? as integer)
        and ${inRange} ${inOrder}`);
    this.#byNumber = database.prepare(`
      select e.n, e.id, e.at from entry e
      where e.n between ? and ? and ${inRange} ${inOrder}`);
    this.#countAll = database.prepare(
      'select count(*) as count from entry where tenant = ? and at between ? and ?',
    );
    this.#countHits = database.prepare(`
      select count(*) as count from word cross join entry e on e.n = word.rowid
      where word match ? and e.tenant = ? and e.at between ? and ?`);
    this.#byId = database.prepare('select n, id, at from entry where id = ? and tenant = ?');
    this.#zones = database.prepare(
      'select number, max_at as maxAt from zone where max_at >= ? and min_at <= ? order by max_at desc',
    );
  }

  /** The first `count` candidates, newest first. Fewer means that there are no more. */
  find(wanted: Wanted, count: number): readonly Candidate[] {
    const { expression } = wanted;
    if (expression === null) return this.#inZones(wanted, count);
    const hits = this.#firstHits.all(expression, fewHits + 1);
    if (hits.length > fewHits) return this.#inZones(wanted, count);
    const numbers = `[${hits.map(({ n }) => n).join()}]`;
    return this.#byList.all(numbers, ...rangeOf(wanted, count)) as unknown as Candidate[];
  }

  /** How many candidates there are. */
  count({ expression, tenant, minAt, maxAt }: Wanted): number {
    const row =
      expression === null
        ? this.#countAll.get(tenant, minAt, maxAt)
        : this.#countHits.get(expression, tenant, minAt, maxAt);
    return Number(row?.count);
  }

  /** Those of the ids that are there, newest first. */
  withIds(wanted: Wanted, ids: readonly string[]): readonly Candidate[] {
    const found = ids.flatMap((id) => {
      const row = this.#byId.get(idBytes(id), wanted.tenant);
      return row === undefined ? [] : [row as unknown as Candidate];
    });
    return found.filter((candidate) => isWanted(candidate, wanted)).toSorted(newestFirst);
  }

  #inZones(wanted: Wanted, count: number): readonly Candidate[] {
    const maxAt = Math.min(wanted.maxAt, wanted.after.at);
    const zones = this.#zones.all(wanted.minAt, maxAt) as unknown as readonly Zone[];
    let found: readonly Candidate[] = [];
    let done = 0;
    for (let take = firstZones; done < zones.length; take *= 2) {
      for (const numbers of toRanges(zones.slice(done, done + take))) {
        found = merged(found, this.#inNumbers(wanted, numbers, count), count);
      }
      done += take;
      const last = found[count - 1];
      const next = zones[done];
      if (last !== undefined && next !== undefined && last.at > next.maxAt) break;
    }
    return found;
  }

  #inNumbers(wanted: Wanted, { from, to }: NumberRange, count: number): readonly Candidate[] {
    const { expression } = wanted;
    const range = rangeOf(wanted, count);
    const rows =
      expression === null
        ? this.#byNumber.all(from, to, ...range)
        : this.#byTokens.all(expression, from, to, ...range);
    return rows as unknown as readonly Candidate[];
  }
}

interface Zone {
  readonly number: number;
  readonly maxAt: number;
}

interface NumberRange {
  readonly from: number;
  readonly to: number;
}

// The parameters of `inRange` and `inOrder`.
function rangeOf({ tenant, minAt, maxAt, after }: Wanted, count: number): (number | Uint8Array)[] {
  return [tenant, minAt, maxAt, after.at, after.at, after.id, count];
}

// Zones that follow each other are read in one go.
function toRanges(zones: readonly Zone[]): readonly NumberRange[] {
  const ranges: NumberRange[] = [];
  for (const number of zones.map((zone) => zone.number).toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    const from = zoneStart(number);
    const to = zoneStart(number + 1) - 1;
    if (last?.to === from - 1) ranges[ranges.length - 1] = { from: last.from, to };
    else ranges.push({ from, to });
  }
  return ranges;
}

function merged(
  a: readonly Candidate[],
  b: readonly Candidate[],
  count: number,
): readonly Candidate[] {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...a, ...b].toSorted(newestFirst).slice(0, count);
}

function newestFirst(a: Candidate, b: Candidate): number {
  return b.at - a.at || Buffer.compare(b.id, a.id);
}

function isWanted({ at, id }: Candidate, { minAt, maxAt, after }: Wanted): boolean {
  if (at < minAt || at > maxAt) return false;
  return at < after.at || (at === after.at && Buffer.compare(id, after.id) < 0);
}
