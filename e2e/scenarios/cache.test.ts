// Acceptance scenario 3: the read cache of document 002, over HTTP, on SQLite. The parts are put together
// here and not by `createCollector`, so that questions to the store can be counted and 60 s pass at once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { openStore } from '@whodid/store';
import type { AnswerCache } from '../../packages/collector/src/cache/answer-cache.ts';
import { memoryAnswers } from '../../packages/collector/src/cache/memory-answers.ts';
import {
  type RedisAddress,
  readRedisAddress,
} from '../../packages/collector/src/cache/redis-address.ts';
import { redisAnswers } from '../../packages/collector/src/cache/redis-answers.ts';
import { countedStore } from '../../packages/collector/test/cache/counted-store.ts';
import {
  type RedisServer,
  startRedis,
  until,
} from '../../packages/collector/test/cache/redis-server.ts';
import { type MovingClock, movingClock } from '../../packages/collector/test/moving-clock.ts';
import { type Served, serveApp } from '../../packages/collector/test/serve-app.ts';
import { temporaryDirectory } from '../../packages/collector/test/temporary-directory.ts';
import { leftOutWithout, redisProgram } from '../../tools/needed-programs.ts';

interface Row {
  readonly id: string;
  readonly action: string;
  readonly status: string;
}

interface List {
  readonly rows: readonly Row[];
  /** Whether the store was asked for it. */
  readonly asked: boolean;
}

/** Two people, and the collectors that they use: with two, whoever reads is not at the one that writes. */
interface Scene {
  readonly clock: MovingClock;
  get(person: string, filter?: string): Promise<List>;
  post(person: string, action: string): Promise<Row>;
  patch(person: string, id: string, status: string): Promise<Row>;
}

const unfiltered = '';
const byAction = '?action=LOGIN';
const byDate = '?start=2026-11-20T00:00:00Z&end=2026-11-21T00:00:00Z';
const byOtherAction = '?action=UPLOAD_FILE';
const filters = [unfiltered, byAction, byDate, byOtherAction];

test('scenario 3: whoever wrote sees it, and whoever did not costs the store nothing', async (t) => {
  const clock = movingClock();
  await playScenario(await openScene(t, clock, [memoryAnswers({ clock })]));
});

const skip = leftOutWithout(redisProgram);

test('scenario 3: with Redis', { skip }, async (t) => {
  const clock = movingClock();
  const redis = await startRedis(t);
  await playScenario(await openScene(t, clock, await openCaches(t, redis, clock, 1)));
});

// SQLite has one collector at a time, so these are two on one open store.
test('scenario 3: with Redis and two collectors', { skip }, async (t) => {
  const clock = movingClock();
  const redis = await startRedis(t);
  await playScenario(await openScene(t, clock, await openCaches(t, redis, clock, 2)));
});

test('scenario 3: Redis stopped, still 200 from the store, and fresh', { skip }, async (t) => {
  const clock = movingClock();
  const redis = await startRedis(t);
  const caches = await openCaches(t, redis, clock, 1);
  const scene = await openScene(t, clock, caches);
  await scene.post('ada', 'LOGIN');
  await scene.get('ada');
  assert.equal((await scene.get('ada')).asked, false);
  await redis.kill();
  for (let rows = 1; rows < 4; rows += 1) {
    const { asked, rows: found } = await scene.get('ada');
    assert.deepEqual([asked, found.length], [true, rows]);
    await scene.post('ada', 'LOGIN');
  }
  await redis.start();
  await until(() => caches[0]?.state().warning === undefined);
  assert.equal((await scene.get('ada')).rows.length, 4);
  assert.equal((await scene.get('ada')).asked, false);
});

async function playScenario(scene: Scene): Promise<void> {
  const { clock, get, patch, post } = scene;
  const first = await post('ada', 'LOGIN');
  await post('bob', 'LOGIN');
  const lists = async (asked: boolean): Promise<readonly (readonly Row[])[]> => {
    const found: (readonly Row[])[] = [];
    for (const filter of filters) {
      const list = await get('ada', filter);
      assert.equal(list.asked, asked, `asked the store for "${filter}"`);
      found.push(list.rows);
    }
    return found;
  };
  assert.deepEqual(countsIn(await lists(true)), [1, 1, 1, 0]);
  assert.equal((await get('bob')).rows.length, 1);
  assert.deepEqual(countsIn(await lists(false)), [1, 1, 1, 0]);

  // After a POST all are fresh, also the list that was empty, and those of others are untouched.
  await post('ada', 'LOGIN');
  assert.deepEqual(countsIn(await lists(true)), [2, 2, 2, 0]);
  await post('ada', 'UPLOAD_FILE');
  assert.deepEqual(countsIn(await lists(true)), [3, 2, 3, 1]);
  assert.deepEqual(await get('bob'), { rows: (await get('bob')).rows, asked: false });

  // After a PATCH, too.
  const moved = await patch('ada', first.id, 'IN_PROGRESS');
  assert.equal(moved.status, 'IN_PROGRESS');
  for (const rows of (await lists(true)).slice(0, 3)) {
    assert.equal(rows.find(({ id }) => id === first.id)?.status, 'IN_PROGRESS');
  }
  assert.equal((await get('bob')).asked, false);

  // Without writes nobody asks the store for 60 s, and then somebody does.
  clock.move(59_999);
  await lists(false);
  clock.move(1);
  await lists(true);
  await lists(false);
}

function countsIn(lists: readonly (readonly Row[])[]): readonly number[] {
  return lists.map(({ length }) => length);
}

async function openScene(
  t: TestContext,
  clock: MovingClock,
  caches: readonly AnswerCache[],
): Promise<Scene> {
  const store = countedStore(await openStore(`sqlite:${temporaryDirectory(t)}`, { clock }));
  const dataDir = temporaryDirectory(t);
  const collectors: Served[] = [];
  for (const cache of caches) collectors.push(await serveApp(t, { store, cache, clock, dataDir }));
  t.after(() => store.close());
  const [writing] = collectors as [Served];
  const reading = collectors.at(-1) as Served;
  const keys = new Map<string, string>();
  const send = async (at: Served, person: string, path: string, method: string, body?: object) => {
    const key = keys.get(person) ?? writing.key(person, ['own']);
    keys.set(person, key);
    const answer = await fetch(`${at.url}/api/logs/${path}`, {
      method,
      headers: { authorization: `Token ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
    return answer.json();
  };
  return {
    clock,
    async get(person, filter = unfiltered) {
      const before = store.asked();
      const rows = (await send(reading, person, `${person}${filter}`, 'GET')) as readonly Row[];
      return { rows, asked: store.asked() > before };
    },
    post: async (person, action) =>
      (await send(writing, person, '', 'POST', { action, metadata: { ip: '::1' } })) as Row,
    patch: async (person, id, status) =>
      (await send(writing, person, `update/${id}/`, 'PATCH', { status })) as Row,
  };
}

async function openCaches(
  t: TestContext,
  redis: RedisServer,
  clock: MovingClock,
  count: number,
): Promise<readonly AnswerCache[]> {
  const address = readRedisAddress(redis.url) as RedisAddress;
  const storeId = randomUUID();
  const onNotice = (): void => {};
  // As patient as a busy machine needs: a Redis that is late would be left alone.
  const times = { limitMs: 20_000, retryMs: 10 };
  const caches = Array.from({ length: count }, () =>
    redisAnswers({ address, storeId, clock, onNotice, ...times }),
  );
  for (const cache of caches) {
    t.after(() => cache.close());
    await until(() => cache.state().warning === undefined);
  }
  return caches;
}
