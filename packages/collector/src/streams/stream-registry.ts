import { type EntryFields, matches, type Query } from '@whodid/core';
import { defaultStreams, internalStream } from '@whodid/core/stream';
import type { Store } from '@whodid/store';
import { Problem } from '../problem/problem.ts';
import type { StreamNames } from './stream-names.ts';
import { inStreams, UsedStreams } from './used-streams.ts';

/** A stream as it is listed. */
export interface StreamInfo {
  readonly name: string;
  /** Names that it had before. Entries that bear one are among its entries. */
  readonly formerNames: readonly string[];
  /** Whether it is one of the eight that are always there, or somebody has added it. */
  readonly declared: boolean;
  /** Whether it was removed, and nothing has come since. */
  readonly removed: boolean;
  readonly entries: number;
  /** When the newest of them happened, in milliseconds since 1970. */
  readonly lastAt: number | null;
}

/** What `expand` needs of a registry. */
export type StreamExpander = Pick<StreamRegistry, 'expand'>;

/** The streams of each tenant: what people say about them, and what the entries say. */
export class StreamRegistry {
  readonly #names: StreamNames;
  readonly #store: Store;
  readonly #used: UsedStreams;

  constructor(names: StreamNames, store: Store) {
    this.#names = names;
    this.#store = store;
    this.#used = new UsedStreams(store);
  }

  /** In the order of their names, the eight of document 003 first. */
  async list(tenant: string): Promise<readonly StreamInfo[]> {
    const rows = this.#names.rows(tenant);
    const known = [...new Set([...defaultStreams, ...rows.map(({ name }) => name)])];
    const used = (await this.#used.of(tenant, known)).toSorted();
    const former = new Set(rows.filter(({ shownAs }) => shownAs !== null).map(({ name }) => name));
    const names = new Set([...known, ...used].filter((name) => !former.has(name)));
    return await Promise.all([...names].map(async (name) => await this.#describe(tenant, name)));
  }

  /**
   * A stream by its name or by one it had before.
   *
   * @throws Problem `NOT_FOUND`.
   */
  async find(tenant: string, name: string): Promise<StreamInfo> {
    const row = this.#names.rows(tenant).find((known) => known.name === name);
    const info = await this.#describe(tenant, row?.shownAs ?? name);
    const exists = info.declared || row !== undefined || info.entries > 0;
    if (!exists) throw new Problem('NOT_FOUND', 'There is no stream of this name.');
    return info;
  }

  /** @throws Problem `STREAM_CONFLICT` if it is a former name of another stream. */
  async add(tenant: string, name: string): Promise<StreamInfo> {
    const row = this.#names.rows(tenant).find((known) => known.name === name);
    if (row?.shownAs != null) {
      throw conflict(`${name} is a former name of ${row.shownAs}. Rename that one back.`);
    }
    this.#names.add(tenant, name);
    return await this.#describe(tenant, name);
  }

  /** @throws Problem `STREAM_CONFLICT`, `NOT_FOUND`. */
  async rename(tenant: string, name: string, newName: string): Promise<StreamInfo> {
    refuseInternal(name, 'renamed');
    refuseInternal(newName, 'taken');
    const info = await this.#current(tenant, name);
    if (name === newName) return info;
    if (!info.formerNames.includes(newName) && (await this.#isTaken(tenant, newName))) {
      throw conflict(`There is a stream ${newName} already. Two cannot become one.`);
    }
    this.#names.rename(tenant, name, newName);
    return await this.#describe(tenant, newName);
  }

  /** @throws Problem `STREAM_CONFLICT` for INTERNAL, `NOT_FOUND`. */
  async remove(tenant: string, name: string): Promise<void> {
    refuseInternal(name, 'removed');
    await this.#current(tenant, name);
    this.#names.remove(tenant, name);
  }

  /** A query in which a stream's name also means those it had before. */
  expand(tenant: string, query: Query): Query {
    if (!asksForStream(query)) return query;
    const renamed = this.#names.rows(tenant).filter(({ shownAs }) => shownAs !== null);
    const walk = (part: Query): Query => {
      if (part.type === 'and' || part.type === 'or')
        return { ...part, parts: part.parts.map(walk) };
      if (part.type === 'not') return { ...part, part: walk(part.part) };
      if (part.type !== 'field' || part.field !== 'stream') return part;
      const fits = renamed.filter(({ shownAs }) =>
        matches(part, { stream: shownAs } as EntryFields),
      );
      if (fits.length === 0) return part;
      return { type: 'or', parts: [part, inStreams(fits.map(({ name }) => name))] };
    };
    return walk(query);
  }

  // Changing a stream by a name it had before would change another one than was meant.
  async #current(tenant: string, name: string): Promise<StreamInfo> {
    const info = await this.find(tenant, name);
    if (info.name === name) return info;
    throw conflict(`${name} is a former name of ${info.name}.`);
  }

  async #isTaken(tenant: string, name: string): Promise<boolean> {
    const { declared, entries } = await this.#describe(tenant, name);
    return declared || entries > 0 || this.#names.rows(tenant).some((row) => row.name === name);
  }

  async #describe(tenant: string, name: string): Promise<StreamInfo> {
    const rows = this.#names.rows(tenant);
    const row = rows.find((known) => known.name === name);
    const formerNames = rows.filter(({ shownAs }) => shownAs === name).map((known) => known.name);
    const query = inStreams([name, ...formerNames]);
    const entries = await this.#store.count({ tenant, query });
    const newest = entries === 0 ? null : await this.#store.list({ tenant, query, limit: 1 });
    const lastAt = newest?.entries[0]?.occurredAt ?? null;
    const hiddenAt = row?.hiddenAt ?? null;
    return {
      name,
      formerNames,
      declared: row !== undefined || defaultStreams.includes(name),
      removed: hiddenAt !== null && (lastAt === null || lastAt <= hiddenAt),
      entries,
      lastAt,
    };
  }
}

function asksForStream(query: Query): boolean {
  if (query.type === 'and' || query.type === 'or') return query.parts.some(asksForStream);
  if (query.type === 'not') return asksForStream(query.part);
  return query.type === 'field' && query.field === 'stream';
}

function refuseInternal(name: string, what: string): void {
  if (name === internalStream) throw conflict(`${name} cannot be ${what}.`);
}

function conflict(detail: string): Problem {
  return new Problem('STREAM_CONFLICT', detail);
}
