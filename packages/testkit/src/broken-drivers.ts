import {
  type EntryFields,
  matches,
  type Query,
  type Receipt,
  sha256,
  WhodidError,
} from '@whodid/core';
import type { FoundEntry, StoreDriver } from '@whodid/store';
import { broken, readingAll, withQuery } from './deviation.ts';

/** A driver that breaks one promise, and the check that has to notice. */
export interface BrokenDriver {
  readonly fault: string;
  readonly caughtBy: string;
  readonly open: () => StoreDriver;
}

/** The conformance suite is tested with these: each must fail the check it names. */
export const brokenDrivers: readonly BrokenDriver[] = [
  {
    fault: 'loses an entry that it reported stored',
    caughtBy: 'append: entries are reported stored, in order, and are there',
    open: () =>
      broken({
        append: async (driver, batch) => {
          const kept = batch.length < 10 ? batch : batch.slice(0, -1);
          const receipts = await driver.append(kept);
          return batch.map(({ entry }, i) => receipts[i] ?? { id: entry.id, fate: 'stored' });
        },
      }),
  },
  {
    fault: 'answers in another order',
    caughtBy: 'append: concurrent callers are each answered, and each entry is stored once',
    open: () =>
      broken({ append: async (driver, batch) => (await driver.append(batch)).toReversed() }),
  },
  {
    fault: 'reports a duplicate as stored',
    caughtBy: 'append: what is there already is a duplicate',
    open: () =>
      broken({
        append: async (driver, batch) =>
          (await driver.append(batch)).map((receipt) =>
            receipt.fate === 'duplicate' ? { ...receipt, fate: 'stored' } : receipt,
          ),
      }),
  },
  {
    fault: 'takes a conflict for a duplicate',
    caughtBy: 'append: the same id with other bytes is a conflict, and the first stays',
    open: () =>
      broken({
        append: async (driver, batch) =>
          (await driver.append(batch)).map(({ id, ...rest }) =>
            rest.fate === 'conflict' ? { id, fate: 'duplicate' } : ({ id, ...rest } as Receipt),
          ),
      }),
  },
  {
    fault: 'does not look for repeats within a batch',
    caughtBy: 'append: repeats within one batch are told apart',
    open: () =>
      broken({
        append: async (driver, batch) => {
          const receipts = await driver.append(batch);
          const ids = new Set<string>();
          return receipts.map((receipt) => {
            const again = ids.has(receipt.id);
            ids.add(receipt.id);
            return again ? { id: receipt.id, fate: 'stored' } : receipt;
          });
        },
      }),
  },
  {
    fault: 'refuses a whole batch for one bad entry',
    caughtBy: 'append: one bad entry is refused alone',
    open: () =>
      broken({
        append: async (driver, batch) => {
          const bad = batch.some(({ entry }) => Number.isNaN(Date.parse(entry.occurredAt)));
          if (!bad) return driver.append(batch);
          return batch.map(({ entry }) => ({ id: entry.id, fate: 'refused', reason: 'bad batch' }));
        },
      }),
  },
  {
    fault: 'takes a large commit among small ones for a part of them',
    caughtBy: 'append: commits of all sizes leave every entry in its place',
    open: () => {
      const lost = new Set<string>();
      let inSmall = 0;
      return broken({
        append: async (driver, batch) => {
          const large = batch.length > 40;
          if (large && inSmall > 20) lost.add(batch.at(-1)?.entry.id ?? '');
          inSmall = large ? 0 : inSmall + batch.length;
          return driver.append(batch);
        },
        get: async (driver, tenant, id) => (lost.has(id) ? null : driver.get(tenant, id)),
      });
    },
  },
  {
    fault: 'fails at a batch larger than it says it takes',
    caughtBy: 'append: more entries than the driver takes at once',
    open: () =>
      broken({
        append: async (driver, batch) => {
          if (batch.length < 900) return driver.append(batch);
          throw new WhodidError('STORE_UNAVAILABLE', { store: 'broken', reason: 'too many' });
        },
      }),
  },
  {
    fault: 'writes the entry anew instead of keeping its bytes',
    caughtBy: 'bytes: come back exactly, with their hash',
    open: () => broken({ answer: (stored) => ({ ...stored, text: reordered(stored.text) }) }),
  },
  {
    fault: 'makes up the hash when it reads',
    caughtBy: 'bytes: come back exactly, with their hash',
    open: () =>
      broken({
        answer: (stored) => ({
          ...stored,
          hash: Buffer.from(sha256(`${stored.text} `)).toString('hex'),
        }),
      }),
  },
  {
    fault: 'has one namespace of ids for all tenants',
    caughtBy: 'tenants: the same id in two tenants is two entries',
    open: () => {
      const seen = new Map<string, string>();
      return broken({
        append: async (driver, batch) => {
          const receipts = await driver.append(batch);
          return receipts.map((receipt, index) => {
            const tenant = batch[index]?.entry.tenant ?? '';
            const first = seen.get(receipt.id) ?? tenant;
            seen.set(receipt.id, first);
            return first === tenant ? receipt : { id: receipt.id, fate: 'duplicate' };
          });
        },
      });
    },
  },
  {
    fault: 'shows entries of other tenants by id',
    caughtBy: 'tenants: nobody reads what is of another',
    open: () =>
      broken({
        get: async (driver, tenant, id) =>
          (await driver.get(tenant, id)) ?? (await driver.get('theirs', id)),
      }),
  },
  {
    fault: 'orders entries of one instant the other way round',
    caughtBy: 'list: entries of one instant are in order of their ids',
    open: () => readingAll((found) => found.toSorted(newestFirstThenOldestId)),
  },
  {
    fault: 'orders by id instead of time',
    caughtBy: 'list: newest first by when it happened, whenever it arrived',
    open: () => readingAll((found) => found.toSorted((a, b) => (a.id < b.id ? 1 : -1))),
  },
  {
    fault: 'repeats the last entry of a page on the next one',
    caughtBy: 'list: pages follow each other without hole or repeat',
    open: () =>
      broken({
        read: async (driver, request) => {
          const { after } = request;
          const last = after === null ? null : await driver.get(request.tenant, after.id);
          const found = await driver.read(request);
          return last === null ? found : [last, ...found].slice(0, request.limit);
        },
      }),
  },
  {
    fault: 'goes on after the instant of the last entry, not after the entry',
    caughtBy: 'list: pages follow each other without hole or repeat',
    open: () =>
      broken({
        read: (driver, request) => {
          const { after } = request;
          const to = after === null ? request.to : after.occurredAt - 1;
          return driver.read({ ...request, after: null, to });
        },
      }),
  },
  {
    fault: 'leaves the end of a range out',
    caughtBy: 'list: both ends of a range belong to it',
    open: () =>
      broken({
        read: (driver, request) =>
          driver.read({ ...request, to: request.to === null ? null : request.to - 1 }),
      }),
  },
  {
    fault: 'gives up after a thousand entries that do not match',
    caughtBy: 'list: finds what is far behind what does not match',
    open: () =>
      broken({
        read: async (driver, request) => {
          const first = { ...request, query: { type: 'all' } as const, limit: 1000 };
          return (await driver.read(first))
            .filter((one) => 'damaged' in one || matches(request.query, JSON.parse(one.text)))
            .slice(0, request.limit);
        },
      }),
  },
  {
    fault: 'counts what it would show on one page',
    caughtBy: 'count: all that match, in the range, of one tenant',
    open: () =>
      broken({
        count: async (driver, request) =>
          (await driver.read({ ...request, after: null, limit: 500 })).length,
      }),
  },
  {
    fault: 'counts without regard to the range',
    caughtBy: 'count: all that match, in the range, of one tenant',
    open: () =>
      broken({
        count: (driver, request) => driver.count({ ...request, from: null, to: null }),
      }),
  },
  {
    fault: 'counts the newest entries, and says nothing of the others',
    caughtBy: 'tally: all that match, those that failed, and those that changed something',
    open: () =>
      broken({
        tally: async (driver, request) => {
          const [newest] = await driver.read({ ...request, after: null, limit: 1 });
          return driver.tally({ ...request, from: (newest?.occurredAt ?? 0) - 1_800_000 });
        },
      }),
  },
  {
    fault: 'puts what happens on an edge into the bucket before',
    caughtBy: 'tally: a bucket is from its edge up to the next one',
    open: () =>
      broken({
        tally: (driver, request) =>
          driver.tally({ ...request, edges: request.edges.map((edge) => edge + 1) }),
      }),
  },
  {
    fault: 'counts the values that it shows, not those that there are',
    caughtBy: 'tally: the most first, or the newest first, and how many there are',
    open: () =>
      broken({
        tally: async (driver, request) => {
          const tally = await driver.tally(request);
          const groups = tally.groups.map((one) => ({ ...one, distinct: one.values.length }));
          return { ...tally, groups };
        },
      }),
  },
  {
    fault: 'counts those who are masked as one person',
    caughtBy: 'tally: an actor whose id is masked is nobody',
    open: () =>
      broken({
        tally: async (driver, request) => {
          const tally = await driver.tally(request);
          const groups = tally.groups.map((one) => ({ ...one, distinct: one.distinct + 1 }));
          return { ...tally, groups };
        },
      }),
  },
  {
    fault: 'compares with regard to case',
    caughtBy: 'query: action',
    open: () => withQuery((query, entry) => holdsExactly(query, entry)),
  },
  {
    fault: 'compares an id of an actor with all its names, without regard to case',
    caughtBy: 'query: actor.id',
    open: () =>
      withQuery((query, entry) =>
        query.type === 'field' && query.field === 'actor.id'
          ? matches({ ...query, field: 'actor' }, entry)
          : matches(query, entry),
      ),
  },
  {
    fault: 'takes what it cannot tell for a hit under `not`',
    caughtBy: 'query: and, or and not within each other',
    open: () =>
      withQuery((query, entry) =>
        query.type === 'not' && query.part.type === 'and' ? true : matches(query, entry),
      ),
  },
  {
    fault: 'leaves out what is not asked for by `not` if the field is absent',
    caughtBy: 'query: status',
    open: () =>
      withQuery((query, entry) => {
        const asksStatus = query.type === 'not' && query.part.type === 'field';
        return !(asksStatus && entry.http === undefined) && matches(query, entry);
      }),
  },
  {
    fault: 'finds parts of words',
    caughtBy: 'text: a part of a word is no hit',
    open: () =>
      withQuery((query, entry) =>
        query.type === 'text'
          ? query.tokens.every((token) => JSON.stringify(entry).toLowerCase().includes(token))
          : matches(query, entry),
      ),
  },
  {
    fault: 'takes a phrase for its words',
    caughtBy: 'text: the words of a phrase follow each other',
    open: () =>
      withQuery((query, entry) =>
        matches(query.type === 'text' ? { ...query, phrase: false } : query, entry),
      ),
  },
  {
    fault: 'cuts long words',
    caughtBy: 'text: very long words are told apart',
    open: () =>
      withQuery((query, entry) => {
        const long = query.type === 'text' && query.tokens.some(({ length }) => length > 40);
        return long || matches(query, entry);
      }),
  },
  {
    fault: 'forgets everything when it is closed',
    caughtBy: 'reopen: everything is there, in order, and known',
    open: () => broken({}),
  },
];

function holdsExactly(query: Query, entry: EntryFields): boolean {
  if (query.type !== 'field' || query.match.type !== 'anyOf') return matches(query, entry);
  return query.match.values.includes(entry.action);
}

function reordered(text: string): string {
  return JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).toReversed()));
}

function newestFirstThenOldestId(a: FoundEntry, b: FoundEntry): number {
  return b.occurredAt - a.occurredAt || (a.id < b.id ? -1 : 1);
}
