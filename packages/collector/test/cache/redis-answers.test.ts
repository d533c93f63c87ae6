import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@whodid/core';
import { leftOutWithout, redisProgram } from '../../../../tools/needed-programs.ts';
import type { AnswerCache } from '../../src/cache/answer-cache.ts';
import { type RedisAddress, readRedisAddress } from '../../src/cache/redis-address.ts';
import { type RedisAnswersOptions, redisAnswers } from '../../src/cache/redis-answers.ts';
import { movingClock } from '../moving-clock.ts';
import { interleavingChecks } from './checks/interleaving-checks.ts';
import { openRedisBench } from './redis-bench.ts';
import { proxyTo } from './redis-proxy.ts';
import { type RedisServer, startRedis, until } from './redis-server.ts';

/** Far more than any answer may take without Redis, for a machine that is busy. */
const notSecondsMs = 3000;
const patient = { limitMs: 20_000 };

describe('answers in Redis', { skip: leftOutWithout(redisProgram) }, () => {
  test('when Redis stops, answers come from the store, and from Redis when it is back', async (t) => {
    const redis = await startRedis(t);
    const { cache, log, notices } = await openOn(t, redis.url, patient);
    await log.read();
    assert.equal(await log.isKept(), true);
    await redis.kill();
    await log.write();
    for (let i = 0; i < 5; i += 1) {
      assert.equal(await log.isKept(), false);
      await log.write();
    }
    // Time for a handful of attempts.
    await wait(500);
    assert.match(cache.state().warning ?? '', /^Redis is not used \(.+\): every answer comes from/);
    await redis.start();
    await isBack(cache);
    await log.read();
    assert.equal(await log.isKept(), true);
    // Each reason once, however often it was tried.
    assert.ok(notices.length >= 1 && notices.length <= 3, notices.join('\n'));
  });

  test('a Redis that hangs holds nobody up', async (t) => {
    const redis = await startRedis(t);
    const { cache, log } = await openOn(t, redis.url);
    await log.read();
    redis.freeze();
    const many = Array.from({ length: 500 }, () => log.read());
    await Promise.all([...many, log.write()]);
    for (let i = 0; i < 5; i += 1) {
      await log.read();
      await log.write();
    }
    assert.ok(cache.state().warning);
    redis.thaw();
    await isBack(cache);
    await log.read();
    await log.write();
    await log.read();
    await until(() => log.isKept());
  });

  test('a Redis that was started again is not believed what it knew before', async (t) => {
    const redis = await startRedis(t);
    const first = await openOn(t, redis.url, patient);
    const second = await openOn(t, redis.url, { ...patient, ...first.shared });
    await first.log.read();
    await redis.admin.save();
    await first.log.write();
    await redis.kill();
    await redis.start();
    // Otherwise this shows nothing.
    assert.equal((await redis.admin.keys('whodid:*')).length, 2);
    await isBack(first.cache);
    await isBack(second.cache);
    await second.log.read();
    await first.log.read();
    assert.equal(await second.log.isKept(), true);
  });

  test('a question under way while Redis is started again leaves nothing behind', async (t) => {
    const redis = await startRedis(t);
    const { cache, log } = await openOn(t, redis.url, patient);
    await redis.admin.del('nothing');
    const slow = Promise.withResolvers<string>();
    const asked = Promise.withResolvers<void>();
    const answer = cache.answer(log.owner, 'all', () => {
      asked.resolve();
      return slow.promise;
    });
    await asked.promise;
    await redis.admin.save();
    await log.write();
    await redis.kill();
    await redis.start();
    await isBack(cache);
    slow.resolve('0');
    await answer;
    await log.read();
  });

  test('when everything is deleted, nothing old is given', async (t) => {
    const redis = await startRedis(t);
    const { log } = await openOn(t, redis.url, patient);
    for (let i = 0; i < 10; i += 1) {
      await log.read();
      const written = log.write();
      await Promise.all([redis.admin.flushall(), log.read()]);
      await written;
      await log.read();
    }
  });

  test('while Redis pushes out what it holds, nothing old is given', async (t) => {
    const redis = await startRedis(t, '--maxmemory-policy', 'allkeys-random');
    const { log } = await openOn(t, redis.url, patient);
    const people = Array.from({ length: 40 }, (_, at) => log.of(`person ${at}`, 20_000));
    const used = /used_memory:(\d+)/.exec(await redis.admin.info('memory'))?.[1];
    await redis.admin.config('SET', 'maxmemory', Number(used) + 300_000);
    for (let turn = 0; turn < 10; turn += 1) {
      await Promise.all(people.map((person) => person.read()));
      await Promise.all(people.filter((_, at) => at % 3 === turn % 3).map((one) => one.write()));
      await Promise.all(people.map((person) => person.read()));
    }
    const evicted = /evicted_keys:(\d+)/.exec(await redis.admin.info('stats'))?.[1];
    assert.ok(Number(evicted) > 10, `only ${evicted} were pushed out`);
  });

  test('a Redis that is full and refuses to write does not make anything wrong', async (t) => {
    const redis = await startRedis(t, '--maxmemory-policy', 'noeviction');
    const { cache, log } = await openOn(t, redis.url, patient);
    await log.read();
    await redis.admin.config('SET', 'maxmemory', 1);
    for (let i = 0; i < 10; i += 1) {
      await log.write();
      await log.read();
    }
    await until(() => cache.state().warning?.includes('OOM') === true);
    await redis.admin.config('SET', 'maxmemory', 0);
    await isBack(cache);
    await until(() => log.isKept());
  });

  test('a change that Redis has not heard of is told before anything is read again', async (t) => {
    const redis = await startRedis(t);
    const proxy = await proxyTo(t, redis.port);
    const near = await openOn(t, redis.url, patient);
    const far = await openOn(t, proxy.url, { ...patient, ...near.shared });
    await near.log.read();
    proxy.cut();
    await far.log.write();
    for (let i = 0; i < 3; i += 1) await far.log.read();
    // What the guide says: others may be told the old state meanwhile.
    assert.deepEqual(await near.log.look(), { state: 0, kept: true });
    proxy.mend();
    await isBack(far.cache);
    assert.deepEqual(await near.log.look(), { state: 1, kept: false });
  });

  test('while a collector cannot tell, others give what is older than 60 s to nobody', async (t) => {
    const redis = await startRedis(t);
    const proxy = await proxyTo(t, redis.port);
    const clock = movingClock();
    const near = await openOn(t, redis.url, { ...patient, clock });
    const far = await openOn(t, proxy.url, { ...patient, clock, ...near.shared });
    await near.log.read();
    clock.move(1000);
    proxy.cut();
    await far.log.write();
    clock.move(58_999);
    assert.deepEqual(await near.log.look(), { state: 0, kept: true });
    clock.move(1);
    assert.deepEqual(await near.log.look(), { state: 1, kept: false });
  });

  test('of too many missed changes only this is remembered, and Redis is left alone', async (t) => {
    const redis = await startRedis(t);
    const proxy = await proxyTo(t, redis.port);
    const clock = movingClock();
    const { cache, log } = await openOn(t, proxy.url, { ...patient, clock });
    await log.read();
    proxy.cut();
    await log.write();
    const strangers = Array.from({ length: 10_001 }, (_, at) => ({ tenant: 't', userId: `${at}` }));
    await cache.invalidate(strangers);
    proxy.mend();
    await until(() => cache.state().warning?.includes('too many changes') === true);
    await log.read();
    clock.move(119_999);
    // Time for more attempts.
    await wait(300);
    await log.read();
    assert.ok(cache.state().warning);
    clock.move(1);
    await isBack(cache);
    await log.read();
    await until(() => log.isKept());
  });

  test('everything there goes by itself, and no name tells who or what it is about', async (t) => {
    const redis = await startRedis(t);
    const { cache } = await openOn(t, redis.url, patient);
    for (const userId of ['ada@example.com', 'a "b" *?[c]\n', '']) {
      await cache.answer({ tenant: 'acme', userId }, 'action=LOGIN', async () => '[]');
    }
    const keys = await redis.admin.keys('*');
    assert.equal(keys.length, 6);
    for (const key of keys) {
      assert.match(key, /^whodid:[av]:[\w-]{43}$/);
      const lifeMs = await redis.admin.pttl(key);
      assert.ok(lifeMs > 0 && lifeMs <= (key.startsWith('whodid:a') ? 60_000 : 3_600_000));
    }
  });

  test('what somebody else wrote there is no answer', async (t) => {
    const redis = await startRedis(t);
    const { cache, log } = await openOn(t, redis.url, patient);
    await log.read();
    const names = (await redis.admin.keys('whodid:a:*')).concat(
      await redis.admin.keys('whodid:v:*'),
    );
    for (const value of ['', ' ', 'x', 'x 1', 'x x x', `${'9'.repeat(30)} 1 forged`]) {
      await redis.admin.set(names[0] as string, value);
      await log.read();
    }
    for (const name of names) {
      await redis.admin.del(name);
      await redis.admin.lpush(name, 'a list');
      await log.read();
      await log.write();
      await log.read();
    }
    assert.equal(cache.state().kind, 'redis');
  });

  test('the password is used, and never told', async (t) => {
    const redis = await startRedis(t);
    await redis.admin.config('SET', 'requirepass', 'open sesame');
    const url = (password: string): string =>
      redis.url.replace('//', `//:${encodeURIComponent(password)}@`);
    const right = await openOn(t, url('open sesame'), patient);
    await right.log.read();
    assert.equal(await right.log.isKept(), true);
    // The guide names what a user of Redis must be allowed.
    const allowed = ['~whodid:*', '+info', '+mget', '+get', '+set', '+del'];
    await redis.admin.call('ACL', 'SETUSER', 'whodid', 'on', '>its own', ...allowed);
    const own = await openOn(t, redis.url.replace('//', '//whodid:its%20own@'), patient);
    await own.log.read();
    assert.equal(await own.log.isKept(), true);
    await own.log.write();
    await own.log.read();
    assert.equal(own.cache.state().warning, undefined);
    for (const wrong of ['open hunter2', undefined]) {
      const address = wrong === undefined ? redis.url : url(wrong);
      const { cache, log, notices } = openAt(t, address, patient);
      await until(() => /\((WRONGPASS|NOAUTH)\)/.test(cache.state().warning ?? ''));
      await log.read();
      assert.equal(JSON.stringify([cache.state(), notices]).includes('hunter2'), false);
    }
  });

  test('it makes one connection, however often it was lost, and none after it is closed', async (t) => {
    const redis = await startRedis(t);
    const { cache } = await openOn(t, redis.url, patient);
    const ours = async (): Promise<number> =>
      String(await redis.admin.client('LIST')).split('name=whodid ').length - 1;
    for (let i = 0; i < 5; i += 1) {
      await redis.admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await until(() => cache.state().warning !== undefined);
      await isBack(cache);
    }
    assert.equal(await ours(), 1);
    await cache.close();
    await until(async () => (await ours()) === 0);
  });

  test('a Redis that comes later is used then, and nobody waits for it', async (t) => {
    const redis = await startRedis(t);
    await redis.kill();
    const { cache, log } = openAt(t, redis.url, patient);
    assert.ok(cache.state().warning);
    await log.read();
    await log.write();
    await log.read();
    await redis.start();
    await isBack(cache);
    await until(() => log.isKept());
  });

  // Of one collector, since the others are not told while the way to Redis is cut.
  test('whatever happens to Redis, no answer is older than the last acknowledged change', async (t) => {
    const redis = await startRedis(t);
    const { another: _, ...bench } = await openRedisBench(redis, 100);
    t.after(bench.close);
    let faults = 0;
    const sabotage = async (): Promise<void> => {
      for (const at of [0, 1, 2, 3, 4, 3, 2, 1, 0, 2, 1, 3, 4, 1]) {
        await isBack(bench.cache);
        await wait(20);
        await disasters[at]?.(redis);
        faults += 1;
      }
    };
    const [check] = interleavingChecks;
    const done = sabotage();
    while (faults < 14) await check?.run(bench);
    await done;
  });

  for (const state of ['well', 'frozen', 'gone'] as const) {
    test(`closing ends the process while Redis is ${state}`, async (t) => {
      const redis = await startRedis(t);
      if (state === 'frozen') redis.freeze();
      if (state === 'gone') await redis.kill();
      const script = fileURLToPath(new URL('./open-and-close.ts', import.meta.url));
      const args = ['--conditions=whodid-source', script, redis.url];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      t.after(() => child.kill('SIGKILL'));
      let out = '';
      child.stdout.on('data', (piece) => {
        out += piece;
      });
      const [code] = await once(child, 'exit');
      assert.equal(code, 0);
      // The 1.5 s are less than ioredis would wait for a server to say goodbye.
      assert.match(out, /^closed in (\d+) ms, ended after (\d+) ms$/m);
      const [, closedMs, endedMs] = /in (\d+) ms, ended after (\d+)/.exec(out) ?? [];
      assert.ok(Number(closedMs) < 1500 && Number(endedMs) < 1500, out);
    });
  }
});

const disasters: readonly ((redis: RedisServer) => Promise<unknown>)[] = [
  async (redis) => {
    await redis.kill();
    await wait(50);
    await redis.start();
  },
  async (redis) => {
    await redis.admin.save();
    await wait(10);
    await redis.kill();
    await redis.start();
  },
  async (redis) => {
    redis.freeze();
    await wait(150);
    redis.thaw();
  },
  (redis) => redis.admin.flushall(),
  (redis) => redis.admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'),
];

/** A person's history in a store, and what is read of it through a cache. */
interface Log {
  readonly owner: { readonly tenant: string; readonly userId: string };
  /** Stores something and acknowledges it. */
  write(): Promise<void>;
  /** Reads, and sees that nothing acknowledged is missing. */
  read(): Promise<void>;
  /** What is to be seen, right or not, and whether it came from the cache. */
  look(): Promise<{ readonly state: number; readonly kept: boolean }>;
  /** Reads, and tells whether it came from the cache. */
  isKept(): Promise<boolean>;
  of(userId: string, length?: number): Log;
}

interface World {
  readonly committed: Map<string, number>;
  readonly acknowledged: Map<string, number>;
}

function logOf(cache: AnswerCache, world: World, userId = 'ada', length = 0): Log {
  const owner = { tenant: 'main', userId };
  const of = (map: ReadonlyMap<string, number>): number => map.get(userId) ?? 0;
  const look: Log['look'] = async () => {
    let kept = true;
    const began = performance.now();
    const answer = await cache.answer(owner, 'all', async () => {
      kept = false;
      return `${of(world.committed)}${' '.repeat(length)}`;
    });
    assert.ok(performance.now() - began < notSecondsMs, 'it took long');
    return { state: Number(answer), kept };
  };
  const read = async (): Promise<boolean> => {
    const atLeast = of(world.acknowledged);
    const { state, kept } = await look();
    assert.ok(state >= atLeast, `saw ${state}, and ${atLeast} was acknowledged`);
    return kept;
  };
  return {
    owner,
    async write() {
      const state = of(world.committed) + 1;
      world.committed.set(userId, state);
      const began = performance.now();
      await cache.invalidate([owner]);
      assert.ok(performance.now() - began < notSecondsMs, 'it took long');
      world.acknowledged.set(userId, Math.max(of(world.acknowledged), state));
    },
    async read() {
      await read();
    },
    isKept: read,
    look,
    of: (other, size) => logOf(cache, world, other, size),
  };
}

interface Opened {
  readonly cache: AnswerCache;
  readonly log: Log;
  readonly notices: readonly string[];
  /** What another collector has to be given to share store and cache with this one. */
  readonly shared: { readonly storeId: string; readonly world: World };
}

type Settings = Partial<RedisAnswersOptions> & { readonly world?: World };

function openAt(t: TestContext, url: string, settings: Settings = {}): Opened {
  const { world = { committed: new Map(), acknowledged: new Map() }, ...options } = settings;
  const notices: string[] = [];
  const storeId = options.storeId ?? randomUUID();
  const cache = redisAnswers({
    address: readRedisAddress(url) as RedisAddress,
    clock: systemClock,
    onNotice: (line) => notices.push(line),
    retryMs: 10,
    ...options,
    storeId,
  });
  t.after(() => cache.close());
  return { cache, log: logOf(cache, world), notices, shared: { storeId, world } };
}

async function openOn(t: TestContext, url: string, settings: Settings = {}): Promise<Opened> {
  const opened = openAt(t, url, settings);
  await isBack(opened.cache);
  return opened;
}

function isBack(cache: AnswerCache): Promise<void> {
  return until(() => cache.state().warning === undefined);
}
