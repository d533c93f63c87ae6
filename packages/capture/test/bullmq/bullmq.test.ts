import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { carry, inJob, replayFailed, unsafeSettings } from '@whodid/capture/bullmq';
import { isWhodidError, within } from '@whodid/core';
import { until } from '../../../core/test/ship/until.ts';
import { loadBullMq } from '../../src/bullmq/load-bullmq.ts';
import { messagesOf, patienceMs, queueBench } from './queue-bench.ts';
import { redisServer, withoutRedis } from './redis-server.ts';

const options = { skip: withoutRedis };

test('what is logged goes through the queue and arrives once, in order', options, async (t) => {
  const bench = await queueBench(t);
  for (let number = 0; number < 300; number += 1) {
    void bench.logger.delay('INFO', `user-${number % 3}`, String(number));
  }
  await bench.recorder.flush('remote');
  // In Redis, and nobody has taken it yet.
  assert.equal(bench.stub.entries.length, 0);
  await bench.startHere();
  await until('all arrived', () => bench.stub.texts.size === 300, patienceMs);
  for (const user of [0, 1, 2]) {
    const expected = Array.from({ length: 100 }, (_, index) => String(index * 3 + user));
    assert.deepEqual(messagesOf(bench.stub, `user-${user}`, 'INFO'), expected);
  }
  assert.ok([...bench.stub.arrivals.values()].every((count) => count === 1));
  // Nothing stays in Redis.
  await waitFor(async () => {
    const counts = await bench.queue.getJobCounts('wait', 'active', 'failed', 'completed');
    return Object.values(counts).every((count) => count === 0);
  });
});

test(
  'Redis restarted, a worker killed, a poison job: everything else arrives once, in order',
  options,
  async (t) => {
    const bench = await queueBench(t);
    const { stub, redis, queue, logger } = bench;
    const poison = 'nobody wants this';
    // Slow enough that a worker is in the middle of a job when it is killed, and one entry is refused.
    stub.answer = async (request, response, usual) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const lines = request.entries.map((entry) => JSON.stringify(entry));
      if (!lines.some((line) => line.includes(poison))) return usual();
      const wanted = request.entries.filter(({ message }) => message !== poison);
      const kept = new Map(
        stub
          .keep(wanted.map(({ id }) => stubText(request.entries, id)))
          .map((one) => [one.id, one]),
      );
      const receipts = request.entries.map(
        ({ id }) => kept.get(id) ?? { id, fate: 'refused', reason: 'poison' },
      );
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ receipts }));
    };
    const first = await bench.startThere();
    const second = await bench.startThere();
    let sent = 0;
    const send = async (count: number): Promise<void> => {
      for (const end = sent + count; sent < end; sent += 1) {
        void logger.delay(sent % 2 === 0 ? 'INFO' : 'LOGIN', `user-${sent % 3}`, String(sent));
        if (sent % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    await send(400);
    await until('it is at work', () => stub.texts.size > 50, patienceMs);
    first.kill('SIGKILL');
    await queue.add('of somebody else', { anything: true });
    await logger.info('user-0', poison);
    await send(400);
    await redis.kill();
    await send(200);
    await redis.start();
    second.kill('SIGKILL');
    await bench.startThere();
    await send(200);
    await until('all arrived', () => stub.texts.size >= 1200, patienceMs);
    assert.equal(stub.texts.size, 1200);
    for (const stream of ['INFO', 'LOGIN']) {
      for (const user of [0, 1, 2]) {
        const numbers = messagesOf(stub, `user-${user}`, stream).map(Number);
        assert.equal(numbers.length, 200);
        assert.deepEqual(
          numbers,
          numbers.toSorted((one, other) => one - other),
        );
      }
    }
    await waitFor(async () => (await queue.getFailedCount()) === 2);
    const failed = await queue.getFailed();
    const reasons = failed.map(({ failedReason }) => failedReason).toSorted();
    assert.equal(reasons.length, 2);
    assert.match(reasons[0] ?? '', /^[0-9a-f-]{36} was refused: poison$/);
    assert.equal(reasons[1], 'the job holds no entries');
  },
);

function stubText(entries: readonly { readonly id: string }[], id: string): string {
  return JSON.stringify(entries.find((entry) => entry.id === id));
}

test(
  'an entry that was refused can be replayed when the destination takes it',
  options,
  async (t) => {
    const bench = await queueBench(t);
    const { stub, queue, logger } = bench;
    let refuse = true;
    stub.answer = (request, response, usual) => {
      if (!refuse) return usual();
      const receipts = request.entries.map(({ id }) => ({
        id,
        fate: 'refused',
        reason: 'not yet',
      }));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ receipts }));
    };
    await bench.startHere();
    for (const message of ['one', 'two', 'three']) void logger.info('ada', message);
    await waitFor(async () => (await queue.getFailedCount()) === 3);
    assert.ok(bench.faults.some(([where]) => where === 'task queue'));
    refuse = false;
    assert.equal(await replayFailed({ connection: bench.redis.url }), 3);
    await until('they arrived', () => stub.texts.size === 3, patienceMs);
    await waitFor(async () => (await queue.getFailedCount()) === 0);
  },
);

test(
  'while the destination is away a job waits, says why, and keeps its place',
  options,
  async (t) => {
    const bench = await queueBench(t);
    await bench.stub.down();
    await bench.startHere();
    void bench.logger.info('ada', 'first');
    await waitFor(async () => {
      const [job] = await bench.queue.getActive();
      const { progress } = job ?? {};
      return typeof progress === 'object' && /ECONNREFUSED/.test(JSON.stringify(progress));
    });
    for (let number = 0; number < 100; number += 1) void bench.logger.info('ada', String(number));
    await bench.stub.up();
    await until('all arrived', () => bench.stub.texts.size === 101, patienceMs);
    assert.equal(messagesOf(bench.stub, 'ada', 'INFO')[0], 'first');
    assert.equal(await bench.queue.getFailedCount(), 0);
  },
);

test('while Redis is away entries wait in the spool, and the app does not', options, async (t) => {
  const bench = await queueBench(t);
  await bench.redis.kill();
  const before = performance.now();
  const acknowledged = await bench.logger.info('ada', 'while it is away');
  assert.ok(acknowledged.id);
  await bench.recorder.flush('host');
  assert.ok(performance.now() - before < patienceMs);
  await until('it is known', () => /bullmq/.test(bench.recorder.state().trouble ?? ''), patienceMs);
  await bench.redis.start();
  await bench.startHere();
  await until('it arrived', () => bench.stub.texts.size === 1, patienceMs);
});

test('nothing that redaction takes out gets into Redis', options, async (t) => {
  const bench = await queueBench(t);
  const secret = 'hunter2-of-mine';
  void bench.logger.delay('LOGIN', 'ada', { password: secret, token: secret, kept: 'visible' });
  void bench.logger.info('ada', `password=${secret}`, { heading: `api_key: ${secret}` });
  const more = { actor: { type: 'user', id: 'ada', name: `token=${secret}` } } as const;
  const data = within(more, () => carry({ of: 'the app' }));
  await bench.queue.add('of the app', data);
  await bench.recorder.flush('remote');
  const written = filesBelow(bench.redis.directory).map((path) => readFileSync(path, 'latin1'));
  const text = written.join('\n');
  assert.match(text, /visible/);
  assert.match(text, /of the app/);
  assert.ok(!text.includes(secret));
});

test('settings of Redis that lose jobs are named', options, async (t) => {
  const bench = await queueBench(t, ['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']);
  await bench.startHere();
  const named = bench.faults.map(
    ([, error]) => isWhodidError(error, 'QUEUE_UNSAFE') && error.facts,
  );
  assert.deepEqual(
    named.map((facts) => facts !== false && [facts.setting, facts.found]),
    [
      ['maxmemory-policy', 'allkeys-lru'],
      ['appendonly', 'no'],
    ],
  );
  const sound = await redisServer(t);
  assert.deepEqual(await unsafeSettings(sound.connect()), []);
});

test(
  'scenario 22: a job of the app runs as the actor of the request that caused it',
  options,
  async (t) => {
    const bench = await queueBench(t);
    const { Queue, Worker } = loadBullMq();
    const connection = { host: '127.0.0.1', port: bench.redis.port };
    const mail = new Queue('mail', { connection });
    const done: unknown[] = [];
    const worker = new Worker(
      'mail',
      async (job) =>
        await inJob(bench.recorder, job, async () => {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
          await bench.recorder.record({ action: 'mail.send', data: { to: job.data.to } });
          done.push(job.id);
        }),
      { connection, concurrency: 10 },
    );
    bench.redis.endFirst(async () => {
      await worker.close();
      await mail.close();
    });
    for (let number = 0; number < 40; number += 1) {
      const actor = { type: 'user', id: `u${number}`, info: { card: 'x' } } as const;
      const more = { actor: () => actor, requestId: `r${number}`, tenant: `t${number}` };
      await within(more, () => mail.add('send', carry({ to: number })));
    }
    await mail.add('send', { to: 'nobody' });
    await until('all are done', () => done.length === 41, patienceMs);
    await bench.startHere();
    await until('all arrived', () => bench.stub.texts.size === 41, patienceMs);
    for (const { data, actor, ambient, tenant } of bench.stub.entries) {
      const { to } = data as { readonly to: number | string };
      if (to === 'nobody') assert.equal(actor.type, 'anonymous');
      else {
        const found = [actor, ambient?.requestId, tenant];
        assert.deepEqual(found, [{ type: 'user', id: `u${to}` }, `r${to}`, `t${to}`]);
      }
    }
  },
);

test('an existing connection of the app serves as well as an address', options, async (t) => {
  const redis = await redisServer(t);
  const { bullmqTransport } = await import('@whodid/capture/bullmq');
  const connection = redis.connect();
  const spec = bullmqTransport({ connection });
  const found = (spec.options as { connection: { host: string; port: number } }).connection;
  assert.deepEqual([found.host, found.port], ['127.0.0.1', redis.port]);
  structuredClone(spec.options);
});

test('what is carried in a job is read with care', () => {
  const seen: unknown[] = [];
  const recorder = {
    within(more: unknown, fn: () => unknown) {
      seen.push(more);
      return fn();
    },
  };
  for (const data of [null, 7, {}, { whodid: 'x' }]) {
    assert.equal(
      inJob(recorder as never, { data }, () => 'ran'),
      'ran',
    );
  }
  assert.deepEqual(seen, []);
  const whodid = { actor: { id: 'u', type: 'nobody', info: { a: 1 } }, tenant: 7, requestId: 'r' };
  inJob(recorder as never, { data: { whodid } }, () => 'ran');
  assert.deepEqual(seen, [{ actor: { type: 'user', id: 'u' }, requestId: 'r' }]);
  assert.deepEqual(carry({ a: 1 }), { a: 1, whodid: {} });
});

async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + patienceMs; !(await isSo()); ) {
    if (performance.now() > end) throw new Error('still waiting');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
