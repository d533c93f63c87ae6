import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redisServer, withoutRedis } from '../../../capture/test/bullmq/redis-server.ts';
import { withCollector } from './with-collector.ts';

test('all is well beside a running collector', async (t) => {
  const { run, collector } = await withCollector(t);
  const { code, stdout } = await run(['doctor', '--json']);
  assert.equal(code, 0);
  const findings = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const names = findings.map(({ name }) => name);
  assert.deepEqual(names, ['node', 'config', 'reach', 'clock', 'store', 'spool', 'ring']);
  assert.ok(findings.find(({ name }) => name === 'reach').text.startsWith(collector.url));
  assert.doesNotMatch(stdout, new RegExp(collector.localKey));
});

test('a wrong key, a wrong name and a wrong port are problems with a way out', async (t) => {
  const { run, collector } = await withCollector(t);
  const env = {
    WHODID_URL: collector.url,
    WHODID_KEY: 'whd_wrong_secret-value',
    WHODID_PROT: '1',
    WHODID_PORT: 'x',
  };
  const { code, stdout } = await run(['doctor'], { env });
  assert.equal(code, 1);
  assert.match(stdout, /✖ reach .*\n +→ .*whodid keys create/);
  assert.match(stdout, /⚠ config +Nothing reads WHODID_PROT\n +→ did you mean WHODID_PORT\?/);
  assert.match(stdout, /✖ config +WHODID_PORT must be/);
  assert.doesNotMatch(stdout, /secret-value/);
});

test('a warning is 0, and 1 with --strict', async (t) => {
  const { run } = await withCollector(t);
  const env = { WHODID_NONSENSE_NAME: '1' };
  assert.equal((await run(['doctor'], { env })).code, 0);
  assert.equal((await run(['doctor', '--strict'], { env })).code, 1);
});

test('a collector that does not answer is a problem', async (t) => {
  const { run, collector } = await withCollector(t);
  await collector.close();
  const env = { WHODID_URL: collector.url, WHODID_KEY: 'k' };
  const { code, stdout } = await run(['doctor'], { env });
  assert.equal(code, 1);
  assert.match(stdout, /✖ reach .*does not answer \(ECONNREFUSED\)/);
});

test('a Redis that cannot be used is a warning, without its password', async (t) => {
  const redisUrl = 'redis://:hunter2@127.0.0.1:1';
  const { run } = await withCollector(t, { redisUrl });
  const { code, stdout } = await run(['doctor'], { env: { WHODID_REDIS_URL: redisUrl } });
  assert.equal(code, 0);
  assert.match(
    stdout,
    /⚠ cache +Redis is not used \(.+\): every answer comes from the store\n +→ /,
  );
  assert.match(stdout, /✔ config .*WHODID_REDIS_URL/);
  assert.doesNotMatch(stdout, /hunter2/);
});

const options = { skip: withoutRedis };

test(
  'settings of the queue that lose jobs are warnings, each with what it should be',
  options,
  async (t) => {
    const redis = await redisServer(t, [
      '--maxmemory',
      '64mb',
      '--maxmemory-policy',
      'allkeys-lru',
    ]);
    const { run } = await withCollector(t);
    for (const variable of ['WHODID_QUEUE_URL', 'LOGGER_REDIS_URL']) {
      const env = { [variable]: redis.url };
      const { code, stdout } = await run(['doctor'], { env });
      assert.equal(code, 0);
      assert.match(
        stdout,
        new RegExp(
          `⚠ queue +The Redis of ${variable} has maxmemory-policy allkeys-lru.*\\n +→ set .* to noeviction`,
        ),
      );
      assert.match(stdout, /⚠ queue .* has appendonly no, .*\n +→ set appendonly to yes/);
      assert.doesNotMatch(stdout, /Nothing reads/);
      assert.equal((await run(['doctor', '--strict'], { env })).code, 1);
    }
  },
);

test('a queue that keeps its jobs is well, and asked once for two names', options, async (t) => {
  const redis = await redisServer(t);
  const { run } = await withCollector(t);
  const env = { WHODID_QUEUE_URL: redis.url, LOGGER_REDIS_URL: redis.url };
  const { code, stdout } = await run(['doctor', '--strict'], { env });
  assert.equal(code, 0, stdout);
  const about = stdout.split('\n').filter((line) => line.includes(' queue '));
  assert.equal(about.length, 1, stdout);
  assert.match(
    about[0] ?? '',
    /✔ queue +the Redis of WHODID_QUEUE_URL and LOGGER_REDIS_URL has no/,
  );
});

test(
  'a queue that cannot be reached, entered or read is a problem, without its password',
  options,
  async (t) => {
    const redis = await redisServer(t);
    await redis.connect().call('CONFIG', 'SET', 'requirepass', 'of-the-server');
    const { run } = await withCollector(t);
    for (const [url, expected] of [
      ['redis://:hunter2@127.0.0.1:1', /does not answer \(ECONNREFUSED\)/],
      [`redis://:hunter2@127.0.0.1:${redis.port}`, /does not answer \(WRONGPASS\)/],
      [redis.url, /does not answer \(NOAUTH\)/],
      ['http://:hunter2@redis', /✖ queue +WHODID_QUEUE_URL cannot be read\n +→ as in redis:/],
    ] as const) {
      const { code, stdout, stderr } = await run(['doctor'], { env: { WHODID_QUEUE_URL: url } });
      assert.equal(code, 1);
      assert.match(stdout, expected);
      assert.doesNotMatch(stdout + stderr, /hunter2/);
    }
  },
);
