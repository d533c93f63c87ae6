import assert from 'node:assert/strict';
import { test } from 'node:test';
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
