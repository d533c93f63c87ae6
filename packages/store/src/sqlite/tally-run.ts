import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type EntryFields, matches } from '@whodid/core';
import { noStep, Tallier, type ValueTally } from '../tally/tallier.ts';
import type { Tally, TallyRequest } from '../tally/tally.ts';
import type { Candidate } from './candidates.ts';
import { type BaseColumn, type Column, endOf, startOf } from './columns/column.ts';
import { isOfColumns, maskOf, type ZoneColumns } from './columns/column-mask.ts';
import type { ColumnReader } from './columns/column-reader.ts';
import { firstOf } from './columns/column-writer.ts';
import type { CompiledQuery } from './compile-query.ts';
import { zoneStart } from './zone.ts';

/** What a run reads with. */
export interface TallyTools {
  readonly database: DatabaseSync;
  readonly columns: ColumnReader;
  /** Reads an entry, or tells that it is damaged. */
  readonly load: (candidate: Candidate) => { readonly text: string } | { readonly damaged: true };
}

export interface TallyPlan {
  readonly request: TallyRequest;
  readonly compiled: CompiledQuery;
  readonly tenant: number;
  /** The condition in the language of FTS5, or `null` for all. */
  readonly expression: string | null;
  readonly minAt: number;
  readonly maxAt: number;
}

/** A list is not kept waiting longer than about this. */
const stepMs = 20;
/** So long entries are read one by one, where nothing else tells. */
const readingMs = 2000;
const zonesAtOnce = 16;
const mostChunks = 8;

/**
 * One tally, in steps: zone by zone, the newest first, from columns where there are any, and else from
 * the entries themselves.
 */
export class TallyRun {
  readonly #plan: TallyPlan;
  readonly #tools: TallyTools;
  readonly #tallier: Tallier;
  readonly #ofColumns: boolean;
  readonly #zones: readonly { readonly number: number; readonly maxAt: number }[];
  readonly #hits: StatementSync;
  readonly #entries: StatementSync;
  /** Which entries the index hits, by runs of zones. */
  readonly #chunks = new Map<number, Uint8Array>();
  #next = 0;
  #readMs = 0;

  constructor(plan: TallyPlan, tools: TallyTools) {
    const { database } = tools;
    this.#plan = plan;
    this.#tools = tools;
    this.#tallier = new Tallier(plan.request);
    this.#ofColumns = isOfColumns(plan.request.query);
    this.#zones = database
      .prepare(
        'select number, max_at as maxAt from zone where max_at >= ? and min_at <= ? order by max_at desc',
      )
      .all(plan.minAt, plan.maxAt) as unknown as { number: number; maxAt: number }[];
    this.#hits = database.prepare(
      'select rowid as n from word where word match ? and rowid between cast(? as integer) and cast(? as integer)',
    );
    this.#entries = database.prepare(
      'select n, id, at from entry where n between ? and ? and tenant = ? and at between ? and ?',
    );
  }

  /** Goes on for a while; gives the tally once it is done. */
  step(): Tally | null {
    const until = performance.now() + stepMs;
    for (; this.#next < this.#zones.length; this.#next += 1) {
      if (performance.now() >= until) return null;
      const zone = this.#zones[this.#next];
      if (zone === undefined) break;
      if (this.#countColumns(zone.number)) continue;
      if (this.#readMs >= readingMs) return this.#tallier.tally(zone.maxAt + 1);
      this.#countEntries(zone.number);
    }
    return this.#tallier.tally();
  }

  #countColumns(number: number): boolean {
    const base = this.#tools.columns.base(number);
    if (base === null || !(this.#ofColumns || this.#plan.compiled.exact)) return false;
    const zone: ZoneColumns = {
      base,
      column: (field) => this.#tools.columns.column(number, field),
    };
    const tenants = this.#tools.columns.column(number, 'tenant');
    const fields = this.#plan.request.by.map((group) => group.map((field) => zone.column(field)));
    const mask = this.#ofColumns ? maskOf(this.#plan.request.query, zone) : this.#hitMask(number);
    const lacks = fields.some((group) => group.some((column) => column === null));
    if (tenants === null || mask === null || lacks) return false;
    const rows = this.#rowsOf(mask, zone, tenants);
    for (const row of rows) this.#tallier.count(base.at[row] ?? 0, base.sorts[row] ?? 0);
    for (const [group, [first, second]] of fields.entries()) {
      if (first == null) continue;
      if (second == null) this.#countGroup(group, first, base, rows);
      else this.#countPairs(group, first, second, base, rows);
    }
    return true;
  }

  // Where the index knows exactly, its hits are what is asked for.
  #hitMask(number: number): Uint8Array {
    const first = firstOf(number);
    const end = zoneStart(number + 1);
    const { expression } = this.#plan;
    if (expression === null) return new Uint8Array(end - first).fill(1);
    const chunk = Math.floor(number / zonesAtOnce);
    const start = zoneStart(chunk * zonesAtOnce);
    return this.#hitsIn(expression, chunk).subarray(first - start, end - start);
  }

  // Of many zones at once: each question to the index costs the same, however little it asks for.
  #hitsIn(expression: string, chunk: number): Uint8Array {
    const known = this.#chunks.get(chunk);
    if (known !== undefined) return known;
    const [start, end] = [zoneStart(chunk * zonesAtOnce), zoneStart((chunk + 1) * zonesAtOnce)];
    const hits = new Uint8Array(end - start);
    for (const { n } of this.#hits.iterate(expression, start, end - 1)) hits[Number(n) - start] = 1;
    // Zones come by time, which is nearly the order of their numbers.
    const [oldest] = this.#chunks.keys();
    if (this.#chunks.size >= mostChunks && oldest !== undefined) this.#chunks.delete(oldest);
    this.#chunks.set(chunk, hits);
    return hits;
  }

  #rowsOf(mask: Uint8Array, { base }: ZoneColumns, tenants: Column): readonly number[] {
    const { request, minAt, maxAt } = this.#plan;
    const tenant = tenants.values.indexOf(request.tenant);
    const rows: number[] = [];
    for (let row = 0; row < mask.length; row += 1) {
      const at = base.at[row] ?? 0;
      const fits = mask[row] === 1 && at >= minAt && at <= maxAt;
      if (fits && tenants.codes[row] === tenant) rows.push(row);
    }
    return rows;
  }

  #countGroup(group: number, column: Column, base: BaseColumn, rows: readonly number[]): void {
    const { values, codes } = column;
    const known = new Array<ValueTally | undefined>(values.length);
    for (const row of rows) {
      const end = endOf(column, row);
      for (let place = startOf(column, row); place < end; place += 1) {
        const code = codes[place] ?? 0;
        const value = known[code] ?? this.#tallier.valueOf(group, [values[code] ?? '']);
        known[code] = value;
        takeRow(value, base, row);
        nameFrom(value, column, place, base, row);
      }
    }
  }

  #countPairs(
    group: number,
    first: Column,
    second: Column,
    base: BaseColumn,
    rows: readonly number[],
  ): void {
    const known = new Map<number, ValueTally>();
    for (const row of rows) {
      for (let one = startOf(first, row); one < endOf(first, row); one += 1) {
        for (let other = startOf(second, row); other < endOf(second, row); other += 1) {
          const [code = 0, otherCode = 0] = [first.codes[one], second.codes[other]];
          const key = code * 65_536 + otherCode;
          const pair = [first.values[code] ?? '', second.values[otherCode] ?? ''];
          const value = known.get(key) ?? this.#tallier.valueOf(group, pair);
          known.set(key, value);
          takeRow(value, base, row);
          nameFrom(value, first, one, base, row);
        }
      }
    }
  }

  #countEntries(number: number): void {
    const startAt = performance.now();
    const { request, tenant, minAt, maxAt } = this.#plan;
    const [first, last] = [firstOf(number), zoneStart(number + 1) - 1];
    // Where the index does not know exactly it still knows which are out of the question.
    const hits = this.#hitMask(number);
    const rows = hits.includes(1) ? this.#entries.all(first, last, tenant, minAt, maxAt) : [];
    for (const candidate of rows as unknown as readonly Candidate[]) {
      if (hits[candidate.n - first] !== 1) continue;
      const found = this.#tools.load(candidate);
      if (isDamagedEntry(found)) continue;
      const entry = JSON.parse(found.text) as EntryFields;
      if (matches(request.query, entry)) this.#tallier.add(entry, candidate.at);
    }
    this.#readMs += performance.now() - startAt;
  }
}

function takeRow(value: ValueTally, { at, sorts, steps }: BaseColumn, row: number): void {
  value.take(at[row] ?? 0, sorts[row] ?? 0, steps[row] ?? noStep);
}

function nameFrom(
  value: ValueTally,
  { names }: Column,
  place: number,
  { at }: BaseColumn,
  row: number,
): void {
  if (names !== null) value.nameIt(names.texts[names.codes[place] ?? -1], at[row] ?? 0);
}

function isDamagedEntry(
  found: ReturnType<TallyTools['load']>,
): found is { readonly damaged: true } {
  return 'damaged' in found;
}
