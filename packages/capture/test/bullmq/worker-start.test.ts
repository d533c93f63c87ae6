// A worker is started and left alone, and whoever started it seldom waits for `ready`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEntryWorker } from '@whodid/capture/bullmq';
import { collectorTransport } from '@whodid/core';
import { until } from '../../../core/test/ship/until.ts';
import { patienceMs, queueBench } from './queue-bench.ts';
import { withoutRedis } from './redis-server.ts';

const options = { skip: withoutRedis };

test('a worker that cannot begin says so, and begins as soon as it can', options, async (t) => {
  const { redis, stub, logger } = await queueBench(t);
  const admin = redis.connect();
  const rights = ['on', '>pw', '~*', '&*', '+@all'];
  // It may connect, and may not set up the queue.
  await admin.call('ACL', 'SETUSER', 'worker', ...rights, '-hset');
  const faults: unknown[] = [];
  const worker = startEntryWorker({
    connection: { host: '127.0.0.1', port: redis.port, username: 'worker', password: 'pw' },
    transport: collectorTransport({ url: stub.url, key: 'test-key' }),
    onFault: (_, error) => faults.push(error),
  });
  redis.endFirst(() => worker.close());
  void logger.info('ada', 'waits');
  await until('it says so', () => faults.some((error) => /NOPERM/.test(String(error))), patienceMs);
  assert.equal(stub.texts.size, 0);

  await admin.call('ACL', 'SETUSER', 'worker', '+hset');
  await worker.ready();
  await until('it arrived', () => stub.texts.size === 1, patienceMs);
});

test('a worker that is closed before it could begin is closed', options, async (t) => {
  const { redis, stub } = await queueBench(t);
  await redis.kill();
  const worker = startEntryWorker({
    connection: redis.url,
    transport: collectorTransport({ url: stub.url, key: 'test-key' }),
  });
  const ready = worker.ready();
  const began = performance.now();
  await worker.close();
  await ready;
  assert.ok(performance.now() - began < 30_000);
});
