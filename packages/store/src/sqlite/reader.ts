import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type EntryFields, matches, type Query, sha256, WhodidError } from '@whodid/core';
import {
  type CountRequest,
  type FoundEntry,
  isDamaged,
  type Position,
  type ReadRequest,
  type StoredEntry,
} from '../store-driver.ts';
import { Tallier } from '../tally/tallier.ts';
import type { Tally, TallyRequest } from '../tally/tally.ts';
import { BlockReader } from './block-reader.ts';
import { type Candidate, CandidateFinder, type Wanted } from './candidates.ts';
import { ColumnReader } from './columns/column-reader.ts';
import { type CompiledQuery, compileQuery } from './compile-query.ts';
import { openForReading } from './connection.ts';
import { idBytes, idText } from './entry-id.ts';
import { tenantToken } from './field-token.ts';
import { TallyRun } from './tally-run.ts';
import { allOf, printExpression } from './token-expression.ts';
import { TokenList } from './token-list.ts';
import { inSnapshot } from './transaction.ts';

/** A part of an answer. A long search is cut into parts, so that others get their turn between. */
export interface Part {
  readonly entries: readonly FoundEntry[];
  /** Where the next part begins; `null` if the answer is complete. */
  readonly resume: Position | null;
}

export interface PartRequest extends ReadRequest {
  /** How many parts came before. Each looks at twice as many candidates as the last. */
  readonly round: number;
}

type Place = Pick<ReadRequest, 'from' | 'to' | 'after'>;

// Where the index knows exactly, the first part is the whole answer. Where not, more candidates
// cost little: those behind the last that is needed are not looked at.
const firstCandidates = 256;
const maxCandidates = 2048;
/** Tallies that go on side by side. */
const mostRuns = 32;

/** Reads the database of a directory. Synchronous: runs in a thread of its own. */
export class SqliteReader {
  readonly #database: DatabaseSync;
  readonly #tokens: TokenList;
  readonly #finder: CandidateFinder;
  readonly #blocks: BlockReader;
  readonly #columns: ColumnReader;
  /** Tallies that are not done. */
  readonly #runs = new Map<number, TallyRun>();
  readonly #findTenant: StatementSync;
  readonly #lastTenant: StatementSync;
  readonly #findNumber: StatementSync;

  constructor(directory: string) {
    this.#database = openForReading(directory);
    this.#tokens = new TokenList(this.#database);
    this.#finder = new CandidateFinder(this.#database);
    this.#blocks = new BlockReader(this.#database);
    this.#columns = new ColumnReader(this.#database);
    this.#findTenant = this.#database.prepare('select number from tenant where name = ?');
    this.#lastTenant = this.#database.prepare('select max(number) as number from tenant');
    this.#findNumber = this.#database.prepare(
      'select n, id, at from entry where id = ? and tenant = ?',
    );
  }

  /** Looks at the next candidates and gives those that match, newest first. */
  readPart(request: PartRequest): Part {
    return inSnapshot(this.#database, () => {
      const tenant = this.#findTenant.get(request.tenant)?.number;
      if (tenant === undefined) return { entries: [], resume: null };
      const compiled = compileQuery(request.query, Number(tenant), this.#tokens);
      if (compiled.expression.type === 'none') return { entries: [], resume: null };
      const wanted = this.#wanted(request, compiled, Number(tenant));
      if (compiled.ids !== null) {
        return this.#check(request, this.#finder.withIds(wanted, compiled.ids), false);
      }
      const count = candidatesFor(request, compiled);
      const found = this.#finder.find(wanted, count);
      return this.#check(request, found, found.length === count);
    });
  }

  /**
   * The next part of a tally; `null` if there is more to do. Parts of one tally have the same number. It
   * begins anew if it was forgotten for others.
   */
  tallyPart(request: TallyRequest, number: number): Tally | null {
    return inSnapshot(this.#database, () => {
      const run = this.#runs.get(number) ?? this.#beginTally(request);
      this.#runs.delete(number);
      const tally = run === null ? new Tallier(request).tally() : run.step();
      if (run !== null && tally === null) this.#keepRun(number, run);
      return tally;
    });
  }

  #beginTally(request: TallyRequest): TallyRun | null {
    const tenant = this.#findTenant.get(request.tenant)?.number;
    if (tenant === undefined) return null;
    const compiled = compileQuery(request.query, Number(tenant), this.#tokens);
    if (compiled.expression.type === 'none') return null;
    const { expression, minAt, maxAt } = this.#wanted(
      { ...request, after: null },
      compiled,
      Number(tenant),
    );
    const plan = { request, compiled, tenant: Number(tenant), expression, minAt, maxAt };
    const load = (candidate: Candidate): FoundEntry => this.#load(candidate);
    return new TallyRun(plan, { database: this.#database, columns: this.#columns, load });
  }

  #keepRun(number: number, run: TallyRun): void {
    this.#runs.set(number, run);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > mostRuns && oldest !== undefined) this.#runs.delete(oldest);
  }

  /** How many match, or `null` if the index alone does not tell. */
  countKnown(request: CountRequest): number | null {
    return inSnapshot(this.#database, () => {
      const tenant = this.#findTenant.get(request.tenant)?.number;
      if (tenant === undefined) return 0;
      const compiled = compileQuery(request.query, Number(tenant), this.#tokens);
      if (compiled.expression.type === 'none') return 0;
      if (!compiled.exact || compiled.ids !== null) return null;
      return this.#finder.count(
        this.#wanted({ ...request, after: null }, compiled, Number(tenant)),
      );
    });
  }

  get(tenant: string, id: string): StoredEntry | null {
    return inSnapshot(this.#database, () => {
      const number = this.#findTenant.get(tenant)?.number;
      if (number === undefined) return null;
      const row = this.#findNumber.get(idBytes(id), number);
      if (row === undefined) return null;
      const found = this.#load(row as unknown as Candidate);
      if (!isDamaged(found)) return found;
      throw new WhodidError('ENTRY_DAMAGED', { store: 'sqlite', id: found.id });
    });
  }

  close(): void {
    this.#database.close();
  }

  #wanted(request: Place, compiled: CompiledQuery, tenant: number): Wanted {
    const { from, to, after } = request;
    const everything = tenantToken(tenant);
    const alone = Number(this.#lastTenant.get()?.number) === 1;
    const own = { type: 'token', token: everything } as const;
    const expression = alone ? compiled.expression : allOf([own, compiled.expression]);
    return {
      tenant,
      expression: expression.type === 'all' ? null : printExpression(expression, everything),
      minAt: Math.max(compiled.minAt, from ?? -Infinity, earliest),
      maxAt: Math.min(compiled.maxAt, to ?? Infinity, latest),
      after:
        after === null
          ? { at: latest, id: new Uint8Array() }
          : { at: after.occurredAt, id: idBytes(after.id) },
    };
  }

  #check(request: PartRequest, found: readonly Candidate[], more: boolean): Part {
    const entries: FoundEntry[] = [];
    for (const candidate of found) {
      const one = this.#load(candidate);
      // Of a damaged one the index knows that it may be asked for.
      if (isDamaged(one) || isAskedFor(request.query, one)) entries.push(one);
      if (entries.length === request.limit) return { entries, resume: null };
    }
    const last = found.at(-1);
    return {
      entries,
      resume: more && last !== undefined ? { occurredAt: last.at, id: idText(last.id) } : null,
    };
  }

  #load({ n, id, at }: Candidate): FoundEntry {
    const place = { id: idText(id), occurredAt: at };
    const kept = this.#blocks.read(n);
    if (kept === null) return { ...place, damaged: true };
    const { bytes, hash, receivedAt } = kept;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    // The index might also lead to a whole entry that is another one.
    if (Buffer.compare(sha256(bytes), hash) !== 0 || !text.includes(`"id":"${place.id}"`)) {
      return { ...place, damaged: true };
    }
    return { ...place, text, hash: Buffer.from(hash).toString('hex'), receivedAt };
  }
}

// Beyond what any entry can have, and still exact.
const latest = Number.MAX_SAFE_INTEGER;
const earliest = Number.MIN_SAFE_INTEGER;

function candidatesFor({ limit, round }: PartRequest, { exact }: CompiledQuery): number {
  if (exact && round === 0) return limit;
  return Math.min(maxCandidates, Math.max(limit, firstCandidates) * 2 ** Math.min(round, 10));
}

function isAskedFor(query: Query, { text }: StoredEntry): boolean {
  if (query.type === 'all') return true;
  const entry: EntryFields = JSON.parse(text);
  return matches(query, entry);
}
