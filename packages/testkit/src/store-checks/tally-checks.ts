import assert from 'node:assert/strict';
import { type Entry, matches, type Query } from '@whodid/core';
import type { Store, Tally, TallyCount, TallyField, TallyGroup, TallyValue } from '@whodid/store';
import { makeEntry } from '../make-entry.ts';
import type { StoreCheck } from '../store-conformance.ts';

const startAt = Date.parse('2026-03-04T00:00:00.000Z');
const minuteMs = 60_000;
const everything: Query = { type: 'all' };

/** What is counted. The measure is the list: what it shows is what counts. */
export const tallyChecks: readonly StoreCheck[] = [
  {
    name: 'tally: all that match, those that failed, and those that changed something',
    run: async (store) => {
      const entries = await filled(store);
      const writes: Query = {
        type: 'field',
        field: 'method',
        match: { type: 'anyOf', values: ['POST'] },
      };
      const text: Query = { type: 'text', tokens: ['refund'], phrase: false };
      for (const query of [everything, writes, text, { type: 'not', part: writes } as const]) {
        const expected = countOf(entries.filter((entry) => matches(query, entry)));
        assert.deepEqual(countsOf(await store.tally({ tenant: 'main', query })), expected);
      }
    },
  },
  {
    name: 'tally: both ends of a range belong to it, and other tenants do not',
    run: async (store) => {
      const entries = await filled(store);
      await store.append([makeEntry({ tenant: 'theirs', occurredAt: timeOf(20) })]);
      const [from, to] = [startAt + 10 * minuteMs, startAt + 30 * minuteMs];
      const tally = await store.tally({ tenant: 'main', query: everything, from, to });
      assert.deepEqual(countsOf(tally), countOf(entries.slice(10, 31)));
      assert.equal(tally.countedFrom, null);
    },
  },
  {
    name: 'tally: a bucket is from its edge up to the next one',
    run: async (store) => {
      const entries = await filled(store);
      const edges = [5, 10, 11, 40].map((minute) => startAt + minute * minuteMs);
      const { buckets } = await store.tally({ tenant: 'main', query: everything, edges });
      const expected = [entries.slice(5, 10), entries.slice(10, 11), entries.slice(11, 40)];
      assert.deepEqual(buckets, expected.map(countOf));
    },
  },
  ...singleFields().map(fieldCheck),
  {
    name: 'tally: by pairs, each value of one with each of the other',
    run: async (store) => {
      const entries = await filled(store);
      const [group] = await groups(store, [['method', 'route']]);
      const expected = new Map<string, number>();
      for (const { http } of entries) {
        if (http?.route === undefined) continue;
        const pair = `${http.method} ${http.route}`;
        expected.set(pair, (expected.get(pair) ?? 0) + 1);
      }
      const found = group?.values.map(({ value, count }) => [value.join(' '), count] as const);
      assert.deepEqual(new Map(found), expected);
    },
  },
  {
    name: 'tally: the most first, or the newest first, and how many there are',
    run: async (store) => {
      const entries = await filled(store);
      const by = [['actor']] as const;
      const ask = { tenant: 'main', query: everything, by, top: 2 } as const;
      const most = (await store.tally(ask)).groups[0];
      const newest = (await store.tally({ ...ask, order: 'last' })).groups[0];
      const ids = [...new Set(entries.map(({ actor }) => `user:${actor.id}`))];
      assert.equal(most?.distinct, ids.length);
      assert.equal(newest?.distinct, ids.length);
      // The fifth and the seventh have as many: the newer one comes first.
      assert.deepEqual(most?.values.map(valueText), ['user:u_6', 'user:u_7']);
      const last = entries.toReversed().map(({ actor }) => `user:${actor.id}`);
      assert.deepEqual(newest?.values.map(valueText), [...new Set(last)].slice(0, 2));
    },
  },
  {
    name: 'tally: a value knows its counts, its first and last time, and how long requests took',
    run: async (store) => {
      const entries = await filled(store);
      const [group] = await groups(store, [['actor']]);
      for (const value of group?.values ?? []) {
        const own = ofActor(entries, valueText(value));
        assert.deepEqual(countsOf(value), countOf(own));
        assert.equal(value.firstAt, Date.parse(own[0]?.occurredAt ?? ''));
        assert.equal(value.lastAt, Date.parse(own.at(-1)?.occurredAt ?? ''));
        const durations = own.flatMap(({ http }) => (http === undefined ? [] : [http.durationMs]));
        assertWithin(value.p50Ms, shareOf(durations, 0.5));
        assertWithin(value.p95Ms, shareOf(durations, 0.95));
      }
    },
  },
  {
    name: 'tally: the name of an actor is that of the newest entry that has one',
    run: async (store) => {
      const named = (minute: number, name?: string): Entry =>
        makeEntry({
          occurredAt: timeOf(minute),
          actor: { type: 'user', id: 'u_1', ...(name === undefined ? {} : { name }) },
        });
      await store.append([named(3), named(2, 'Ada Lovelace'), named(1, 'Ada Byron')]);
      const [group] = await groups(store, [['actor']]);
      assert.deepEqual(
        group?.values.map(({ value, name, count }) => ({ value, name, count })),
        [{ value: ['user:u_1'], name: 'Ada Lovelace', count: 3 }],
      );
    },
  },
  {
    name: 'tally: an actor whose id is masked is nobody',
    run: async (store) => {
      const actor = { type: 'user', id: '[masked]' } as const;
      await store.append([
        makeEntry({ actor, masked: [{ path: 'actor.id', rule: 'key' }] }),
        makeEntry({ actor: { type: 'user', id: 'u_1' } }),
      ]);
      const [group] = await groups(store, [['actor']]);
      assert.deepEqual(group?.values.map(valueText), ['user:u_1']);
      assert.equal(group?.distinct, 1);
    },
  },
  {
    name: 'tally: nothing is counted of nothing',
    run: async (store) => {
      const by = [['actor']] as const;
      const ask = { tenant: 'main', query: everything, by, edges: [0, startAt] } as const;
      const none = { count: 0, failed: 0, writes: 0 };
      assert.deepEqual(await store.tally(ask), {
        ...none,
        buckets: [none],
        groups: [{ by: ['actor'], values: [], distinct: 0 }],
        countedFrom: null,
      });
    },
  },
];

function singleFields(): readonly (readonly [TallyField, (entry: Entry) => readonly string[]])[] {
  return [
    ['actor.type', ({ actor }) => [actor.type]],
    ['action', ({ action }) => [action]],
    ['target', ({ targets }) => targets.map(({ type, id }) => `${type}:${id}`)],
    ['target.type', ({ targets }) => [...new Set(targets.map(({ type }) => type))]],
    ['outcome', ({ outcome }) => [outcome]],
    ['kind', ({ kind }) => [kind]],
    ['stream', ({ stream }) => some(stream)],
    ['status', ({ http }) => some(http?.statusCode).map(String)],
    ['method', ({ http }) => some(http?.method)],
    ['route', ({ http }) => some(http?.route)],
    ['ip', ({ client }) => some(client?.ip)],
    ['country', ({ client }) => some(client?.country)],
    ['client', ({ client }) => some(client?.browser ?? client?.userAgent)],
    ['os', ({ client }) => some(client?.os)],
    ['session', ({ ambient }) => some(ambient?.sessionId)],
    ['service', ({ service }) => [service.name]],
    ['env', ({ service }) => some(service.environment)],
    ['model', ({ change }) => some(change?.model)],
    ['field', ({ change }) => (change?.fields ?? []).map(({ name }) => name)],
  ];
}

function fieldCheck([field, valuesOf]: ReturnType<typeof singleFields>[number]): StoreCheck {
  return {
    name: `tally: by ${field}`,
    run: async (store) => {
      const entries = await filled(store);
      const [group] = await groups(store, [[field]]);
      const expected = new Map<string, number>();
      for (const value of entries.flatMap(valuesOf)) {
        expected.set(value, (expected.get(value) ?? 0) + 1);
      }
      assert.ok(expected.size > 0);
      const found = group?.values.map((value) => [valueText(value), value.count] as const);
      assert.deepEqual(new Map(found), expected);
    },
  };
}

async function groups(store: Store, by: readonly TallyGroup[]): Promise<Tally['groups']> {
  const tally = await store.tally({ tenant: 'main', query: everything, by, top: 1000 });
  assert.deepEqual(
    tally.groups.map((group) => group.by),
    by,
  );
  return tally.groups;
}

// One a minute, oldest first, stored in another order.
async function filled(store: Store): Promise<readonly Entry[]> {
  const entries = Array.from({ length: 60 }, (_, minute) => entryAt(minute));
  await store.append([...entries.filter((_, at) => at % 2 === 1), ...entries.slice(0, 1)]);
  await store.append(entries.filter((_, at) => at % 2 === 0));
  return entries;
}

function entryAt(minute: number): Entry {
  const outcome = (['success', 'failure', 'success', 'denied', 'unknown'] as const)[minute % 5];
  const route = ['/orders', '/orders/:id', '/Orders'][minute % 3] ?? '/';
  return makeEntry({
    occurredAt: timeOf(minute),
    outcome: outcome ?? 'success',
    action: ['order.refund', 'order.view', 'order.refund'][minute % 3] ?? '',
    message: minute % 4 === 0 ? 'a refund' : 'a sale',
    actor: { type: 'user', id: `u_${Math.floor(Math.sqrt(minute))}` },
    targets: [
      { type: 'order', id: `${minute % 7}` },
      { type: 'invoice', id: 'a:b' },
      { type: 'order', id: 'shared' },
    ],
    ambient: { requestId: `r_${minute}`, sessionId: `s_${minute % 9}` },
    client: {
      ...{ ip: `203.0.113.${minute % 6}`, ipTrusted: true, os: 'Linux', userAgent: 'curl/8' },
      ...(minute % 2 === 0 ? { country: 'NL', browser: 'Firefox 140' } : {}),
    },
    service: { name: minute % 2 === 0 ? 'shop' : 'billing', environment: 'production' },
    ...(minute % 8 === 0 ? { stream: 'LOGIN' } : {}),
    ...(minute % 6 === 0 ? { change: changeOf(minute) } : {}),
    ...(minute % 3 === 2 ? {} : { http: httpOf(minute, route) }),
  });
}

function changeOf(minute: number): NonNullable<Entry['change']> {
  const names = minute % 12 === 0 ? ['price'] : ['price', 'note'];
  return { type: 'UPDATE', model: 'Order', fields: names.map((name) => ({ name })) };
}

function httpOf(minute: number, route: string): NonNullable<Entry['http']> {
  const nothing = { headers: {}, bodyBytes: 0 };
  return {
    ...{ protocol: 'https', method: minute % 2 === 0 ? 'POST' : 'GET', route },
    ...{ url: 'https://shop.example/', path: '/', query: {} },
    ...{ statusCode: 200 + (minute % 4), durationMs: 0.5 * 1.3 ** (minute % 40) },
    ...{ request: nothing, response: nothing },
  };
}

function timeOf(minute: number): string {
  return new Date(startAt + minute * minuteMs).toISOString();
}

function countOf(entries: readonly Entry[]): TallyCount {
  const failed = entries.filter(({ outcome }) => outcome === 'failure' || outcome === 'denied');
  const others = entries.filter((entry) => !failed.includes(entry));
  const writes = others.filter(
    ({ change, http }) => change !== undefined || http?.method === 'POST',
  );
  return { count: entries.length, failed: failed.length, writes: writes.length };
}

function countsOf({ count, failed, writes }: TallyCount): TallyCount {
  return { count, failed, writes };
}

function ofActor(entries: readonly Entry[], actor: string): readonly Entry[] {
  return entries.filter((entry) => `user:${entry.actor.id}` === actor);
}

function valueText({ value }: TallyValue): string {
  return value.join(' ');
}

function some<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function shareOf(durations: readonly number[], share: number): number | undefined {
  const ascending = durations.toSorted((a, b) => a - b);
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)];
}

function assertWithin(actual: number | undefined, expected: number | undefined): void {
  if (actual === undefined || expected === undefined) assert.equal(actual, expected);
  else
    assert.ok(Math.abs(actual - expected) <= 0.2 * expected + 0.01, `${actual} is not ${expected}`);
}
