import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entry, isWhodidError, type Receipt, WhodidError } from '@whodid/core';
import { type Arrival, createStore, memoryDriver, type StoreDriver } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';

type Append = (batch: readonly Arrival[], driver: StoreDriver) => Promise<readonly Receipt[]>;

test('calls of one moment share a commit', async () => {
  const { driver, batches } = recording();
  const store = createStore(driver);
  await Promise.all(Array.from({ length: 25 }, () => store.append([makeEntry()])));
  assert.deepEqual(batches, [25]);
});

test('calls that come while a commit runs go together in the next', async () => {
  const gate = Promise.withResolvers<void>();
  const { driver, batches } = recording(async (batch, memory) => {
    await gate.promise;
    return memory.append(batch);
  });
  const store = createStore(driver);
  const first = store.append([makeEntry()]);
  await new Promise(setImmediate);
  const others = Array.from({ length: 10 }, () => store.append([makeEntry(), makeEntry()]));
  gate.resolve();
  await Promise.all([first, ...others]);
  assert.deepEqual(batches, [1, 20]);
});

test('a driver that takes two batches at once is given the next before the last is done', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { driver, batches } = recording(async (batch, memory) => {
    await gates[batches.length - 1]?.promise;
    return memory.append(batch);
  });
  const store = createStore({ ...driver, appendsAtOnce: 2 });
  const calls: Promise<unknown>[] = [];
  for (let call = 0; call < 4; call += 1) {
    calls.push(store.append([makeEntry()]));
    await new Promise(setImmediate);
  }
  assert.deepEqual(batches, [1, 1]);
  gates[1]?.resolve();
  await calls[1];
  gates[0]?.resolve();
  await Promise.all(calls);
  assert.deepEqual(batches, [1, 1, 2]);
});

test('a batch is cut to what the driver takes, and answered in order', async () => {
  const { driver, batches } = recording(undefined, 4);
  const entries = Array.from({ length: 10 }, () => makeEntry());
  const receipts = await createStore(driver).append(entries);
  assert.deepEqual(batches, [4, 4, 2]);
  assert.deepEqual(
    receipts.map(({ id }) => id),
    entries.map(({ id }) => id),
  );
});

test('an entry that breaks the driver is refused alone', async () => {
  const poison = makeEntry({ message: 'poison' });
  const { driver } = recording(async (batch, memory) => {
    if (batch.some(({ entry }) => entry.id === poison.id)) throw new TypeError('broken');
    return memory.append(batch);
  });
  const store = createStore(driver);
  const entries = Array.from({ length: 9 }, () => makeEntry());
  const receipts = await store.append([...entries.slice(0, 5), poison, ...entries.slice(5)]);
  assert.deepEqual(
    receipts.filter(({ fate }) => fate !== 'stored').map(({ id }) => id),
    [poison.id],
  );
  assert.equal(receipts[5]?.fate, 'refused');
  for (const { id } of entries) assert.notEqual(await store.get('main', id), null);
});

// Or a fault of the store would send everything that arrives into quarantine.
test('a driver that breaks at every entry is unavailable, and refuses nothing', async () => {
  const { driver } = recording(() => Promise.reject(new TypeError('secret value')));
  const store = createStore(driver);
  await assert.rejects(store.append([makeEntry(), makeEntry()]), (error) => {
    assert.ok(isWhodidError(error, 'STORE_UNAVAILABLE'));
    assert.ok(error.retryable);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
});

test('an outage fails the calls of that commit and no other', async () => {
  let outages = 1;
  const { driver } = recording(async (batch, memory) => {
    outages -= 1;
    if (outages >= 0) throw new WhodidError('STORE_UNAVAILABLE', { store: 'm', reason: 'away' });
    return memory.append(batch);
  });
  const store = createStore(driver);
  const [entry, other] = [makeEntry(), makeEntry()];
  const failed = [store.append([entry]), store.append([other])];
  for (const call of failed) {
    await assert.rejects(call, (error) => isWhodidError(error, 'STORE_UNAVAILABLE'));
  }
  assert.deepEqual(await store.append([entry]), [{ id: entry.id, fate: 'stored' }]);
});

test('a call that fails in the middle is not carried on with', async () => {
  const { driver, batches } = recording(async (batch, memory) => {
    if (batches.length === 2)
      throw new WhodidError('STORE_UNAVAILABLE', { store: 'm', reason: 'away' });
    return memory.append(batch);
  }, 3);
  const store = createStore(driver);
  const entries = Array.from({ length: 12 }, () => makeEntry());
  await assert.rejects(store.append(entries));
  assert.deepEqual(batches, [3, 3]);
  const fates = (await store.append(entries)).map(({ fate }) => fate);
  assert.equal(fates.filter((fate) => fate === 'duplicate').length, 3);
});

test('a driver that answers for too few entries is not believed', async () => {
  const { driver } = recording(async (batch, memory) => (await memory.append(batch)).slice(1));
  await assert.rejects(createStore(driver).append([makeEntry(), makeEntry()]), (error) =>
    isWhodidError(error, 'STORE_UNAVAILABLE'),
  );
});

test('listeners hear of what is new, and of nothing else', async () => {
  const store = createStore(memoryDriver());
  const heard: Entry[] = [];
  const stop = store.onStored((entries) => heard.push(...entries));
  const [one, two, three] = [makeEntry(), makeEntry(), makeEntry()];
  await store.append([one, one]);
  await store.append([one, two]);
  stop();
  await store.append([three]);
  assert.deepEqual(heard, [one, two]);
});

test('a listener that throws is dropped, and harms neither callers nor other listeners', async () => {
  const store = createStore(memoryDriver());
  let thrown = 0;
  let heard = 0;
  store.onStored(() => {
    thrown += 1;
    throw new Error('listener');
  });
  store.onStored((entries) => {
    heard += entries.length;
  });
  assert.equal((await store.append([makeEntry()]))[0]?.fate, 'stored');
  await store.append([makeEntry()]);
  assert.deepEqual([thrown, heard], [1, 2]);
});

test('entries carry the time at which the store was given them', async () => {
  const clock = { now: () => 1_234_567, monotonicMs: () => 0 };
  const store = createStore(memoryDriver(), { clock });
  const entry = makeEntry();
  await store.append([entry]);
  assert.equal((await store.get('main', entry.id))?.receivedAt, 1_234_567);
});

test('a damaged entry has a place on its page and in the cursor, and nothing else', async () => {
  const memory = memoryDriver();
  const entries = [1, 2, 3].map((at) => makeEntry({ occurredAt: new Date(at).toISOString() }));
  const spoilt = entries[1]?.id;
  const store = createStore({
    ...recording().driver,
    append: (batch) => memory.append(batch),
    read: async (request) =>
      (await memory.read(request)).map((one) =>
        one.id === spoilt ? { id: one.id, occurredAt: one.occurredAt, damaged: true } : one,
      ),
  });
  await store.append(entries);
  const question = { tenant: 'main', query: { type: 'all' }, limit: 1 } as const;
  const pages = [await store.list(question)];
  for (let next = pages[0]?.next ?? null; next !== null; next = pages.at(-1)?.next ?? null) {
    pages.push(await store.list({ ...question, cursor: next }));
  }
  assert.deepEqual(
    pages.map((page) => [page.entries.map(({ id }) => id), page.damaged.map(({ id }) => id)]),
    [
      [[entries[2]?.id], []],
      [[], [spoilt]],
      [[entries[0]?.id], []],
    ],
  );
});

// A memory driver that keeps account of its batches.
function recording(
  append: Append = (batch, memory) => memory.append(batch),
  maxBatch = 1000,
): { readonly driver: StoreDriver; readonly batches: number[] } {
  const memory = memoryDriver();
  const batches: number[] = [];
  const driver: StoreDriver = {
    name: 'recording',
    maxBatch,
    append: (batch) => {
      batches.push(batch.length);
      return append(batch, memory);
    },
    read: (request) => memory.read(request),
    count: (request) => memory.count(request),
    tally: (request) => memory.tally(request),
    get: (tenant, id) => memory.get(tenant, id),
    close: () => memory.close(),
  };
  return { driver, batches };
}

const refusedTallies: Readonly<Record<string, object>> = {
  'nine groups': { by: Array.from({ length: 9 }, () => ['action']) },
  'an unknown field': { by: [['shoe size']] },
  'a group of nothing': { by: [[]] },
  'a group of three': { by: [['action', 'actor', 'target']] },
  'no values': { by: [['action']], top: 0 },
  'too many values': { by: [['action']], top: 1001 },
  'an order that is none': { order: 'size' },
  'one edge': { edges: [0] },
  'edges that are too many': { edges: Array.from({ length: 1002 }, (_, at) => at) },
  'edges that are not ascending': { edges: [0, 10, 10] },
  'edges that are no times': { edges: [0, Number.NaN] },
};

for (const [what, part] of Object.entries(refusedTallies)) {
  test(`a tally by ${what} is refused`, async (t) => {
    const store = createStore(memoryDriver());
    t.after(() => store.close());
    await assert.rejects(store.tally({ tenant: 'main', query: { type: 'all' }, ...part }), {
      code: 'STORE_ARGUMENT',
    });
  });
}
