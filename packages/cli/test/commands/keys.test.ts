import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withCollector } from './with-collector.ts';

test('a new key is on stdout, once, and everything about it on stderr', async (t) => {
  const { run, collector } = await withCollector(t);
  const made = await run(['keys', 'create', '--name', 'shop-api']);
  assert.equal(made.code, 0);
  const key = made.stdout.trim();
  assert.match(key, /^whd_/);
  assert.doesNotMatch(made.stderr, new RegExp(key));

  // It may ingest, and not read.
  const env = { WHODID_URL: collector.url, WHODID_KEY: key };
  assert.equal((await run(['emit', 'a.b'], { env })).code, 0);
  assert.equal((await run(['query'], { env })).code, 6);

  const listed = await run(['keys', 'list']);
  assert.match(listed.stdout, /^ID .*\n.*shop-api +ingest +default/);
  assert.doesNotMatch(listed.stdout, new RegExp(key));
});

test('revoking wants --yes, tells what it would do, and is final', async (t) => {
  const { run, collector } = await withCollector(t);
  const made = await run(['keys', 'create', '--name', 'ci', '--scope', 'read', '--json']);
  const { id, key, scopes } = JSON.parse(made.stdout);
  assert.deepEqual(scopes, ['read']);
  const env = { WHODID_URL: collector.url, WHODID_KEY: key };
  assert.equal((await run(['query'], { env })).code, 0);

  assert.equal((await run(['keys', 'revoke', id])).code, 2);
  assert.equal((await run(['keys', 'revoke', id, '--dry-run'])).code, 3);
  assert.equal((await run(['query'], { env })).code, 0);
  assert.equal((await run(['keys', 'revoke', id, '--yes'])).code, 0);
  assert.equal((await run(['query'], { env })).code, 6);
  assert.equal((await run(['keys', 'revoke', 'nobody', '--yes'])).code, 4);
});

test('what cannot be a key is refused before anything is made', async (t) => {
  const { run } = await withCollector(t);
  for (const args of [
    [],
    ['--name', 'a', '--scope', 'everything'],
    ['--name', 'a', '--expires', 'soon'],
    ['--name', 'a', '--expires', '2020-01-01'],
  ]) {
    assert.equal((await run(['keys', 'create', ...args])).code, 2);
  }
  const { stdout, stderr } = await run(['keys', 'list']);
  assert.equal(stdout, '');
  assert.match(stderr, /No keys/);
});
