import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { systemClock, WhodidError } from '@whodid/core';
import { createStore, memoryDriver, type StoreDriver } from '@whodid/store';
import { Access } from '../src/access/access.ts';
import type { CollectorApp } from '../src/collector-app.ts';
import { openApp } from './open-app.ts';
import { temporaryDirectory } from './temporary-directory.ts';

interface Fixture {
  readonly app: CollectorApp;
  readonly driver: { -readonly [M in keyof StoreDriver]: StoreDriver[M] };
  readonly notices: string[];
  readonly headers: { readonly authorization: string };
  closing: boolean;
}

/** A collector's app over a store whose driver can be made to fail. */
async function fixture(t: TestContext): Promise<Fixture> {
  const real = memoryDriver();
  const driver = {
    name: real.name,
    maxBatch: real.maxBatch,
    append: real.append.bind(real),
    read: real.read.bind(real),
    count: real.count.bind(real),
    tally: real.tally.bind(real),
    get: real.get.bind(real),
    close: real.close.bind(real),
  };
  const store = createStore(driver);
  const access = new Access({
    dataDir: temporaryDirectory(t),
    adminKey: null,
    jwt: null,
    clock: systemClock,
  });
  const notices: string[] = [];
  const state = { closing: false };
  const app = await openApp(t, {
    store,
    access,
    isClosing: () => state.closing,
    onNotice: (line) => notices.push(line),
  });
  t.after(async () => {
    await store.close();
    access.close();
  });
  const headers = { authorization: `Bearer ${access.localKey}` };
  return Object.assign(state, { app, driver, notices, headers });
}

const secret = 'postgres://user:hunter2@db';

function unavailable(): never {
  throw new WhodidError('STORE_UNAVAILABLE', { store: 'memory', reason: secret });
}

test('while the store is away, posts are told to come again and nothing is acknowledged', async (t) => {
  const { app, driver, headers } = await fixture(t);
  const post = () =>
    app.inject({ method: 'POST', url: '/v1/entries', headers, payload: [{ action: 'a' }] });
  const { append } = driver;
  driver.append = async () => unavailable();
  const answer = await post();
  assert.equal(answer.statusCode, 503);
  assert.equal(answer.headers['retry-after'], '2');
  assert.equal(answer.json().code, 'STORE_UNAVAILABLE');
  assert.equal(answer.body.includes('hunter2'), false);
  driver.append = append;
  const [receipt] = (await post()).json().receipts;
  assert.equal(receipt.fate, 'stored');
  // The number of the one that was lost is not a hole.
  assert.equal(receipt.entry.producer.seq, 1);
});

test('health is 503 while the store cannot be read', async (t) => {
  const { app, driver } = await fixture(t);
  assert.equal((await app.inject('/healthz')).statusCode, 200);
  driver.read = async () => unavailable();
  const answer = await app.inject('/healthz');
  assert.equal(answer.statusCode, 503);
  assert.equal(answer.json().code, 'STORE_UNAVAILABLE');
  assert.equal(answer.body.includes('hunter2'), false);
});

test('an entry that the store refuses costs only itself', async (t) => {
  const { app, driver, headers } = await fixture(t);
  const { append } = driver;
  driver.append = async (batch) => {
    const receipts = await append(batch);
    const [first] = receipts;
    return [{ id: first?.id ?? '', fate: 'refused', reason: 'too large' }, ...receipts.slice(1)];
  };
  const payload = [{ action: 'a' }, { action: 'b' }];
  const answer = await app.inject({ method: 'POST', url: '/v1/entries', headers, payload });
  const [first, second] = answer.json().receipts;
  assert.deepEqual([first.fate, first.reason, second.fate], ['refused', 'too large', 'stored']);
  assert.equal('entry' in first, false);
  const single = { method: 'POST', url: '/v1/entries', headers, payload: { action: 'a' } } as const;
  assert.equal((await app.inject(single)).json().code, 'ENTRY_INVALID');
});

test('a failure of our own is 500 without its text, and told to the operator by place', async (t) => {
  const { app, driver, headers, notices } = await fixture(t);
  driver.get = async () => {
    throw new WhodidError('STORE_LOCKED', { directory: secret, pid: 1 });
  };
  const url = '/v1/entries/01890000-0000-7000-8000-000000000000';
  const answer = await app.inject({ url, headers });
  assert.equal(answer.statusCode, 500);
  assert.equal(answer.json().code, 'INTERNAL');
  assert.match(notices[0] ?? '', /^Internal failure in GET \/v1\/entries\/:id: WhodidError at /);
  for (const text of [answer.body, ...notices]) assert.equal(text.includes('hunter2'), false);
});

test('while it stops, the collector takes nothing new', async (t) => {
  const started = await fixture(t);
  started.closing = true;
  const { app, headers } = started;
  const payload = [{ action: 'a' }];
  const answer = await app.inject({ method: 'POST', url: '/v1/entries', headers, payload });
  assert.equal(answer.statusCode, 503);
  assert.equal(answer.json().code, 'CLOSING');
  assert.equal(answer.headers['retry-after'], '2');
});
