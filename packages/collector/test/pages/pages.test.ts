import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { problemOf, startCollector } from '../start-collector.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

function builtDashboard(t: TestContext): string {
  const root = temporaryDirectory(t);
  writeFileSync(join(root, 'secret.txt'), 'outside');
  const directory = join(root, 'dist');
  mkdirSync(join(directory, 'assets'), { recursive: true });
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>whodid</title>');
  writeFileSync(join(directory, 'assets', 'app-0a1b2c3d.js'), 'void 0;');
  writeFileSync(join(directory, '.hidden'), 'hidden');
  return directory;
}

test('the dashboard is served at / and at every address inside it', async (t) => {
  const { ask } = await startCollector(t, { dashboardDir: builtDashboard(t) });
  const addresses = [
    ...['/', '/entries/123', '/people/user/ada?range=1h', '/people/user/ada@shop.test'],
    ...['/resources/file/..%2F..%2Freport.pdf', '/people/user/%3Cb%3Ea.b%3C%2Fb%3E'],
  ];
  for (const path of addresses) {
    const answer = await ask(path);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(answer.headers.get('cache-control'), 'no-cache');
    assert.match(await answer.text(), /<title>whodid/);
  }
});

test('files with a hash in their name are kept for ever', async (t) => {
  const { ask } = await startCollector(t, { dashboardDir: builtDashboard(t) });
  const answer = await ask('/assets/app-0a1b2c3d.js');
  assert.match(
    answer.headers.get('content-type') ?? '',
    /^text\/javascript|^application\/javascript/,
  );
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
});

test('nothing outside the directory, and nothing hidden, is served', async (t) => {
  const { ask } = await startCollector(t, { dashboardDir: builtDashboard(t) });
  for (const path of [
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/.hidden',
    '/gone.js',
  ]) {
    const answer = await ask(path);
    assert.ok(answer.status >= 400 && answer.status < 500, `${path} ${answer.status}`);
    assert.equal((await answer.text()).includes('outside'), false);
  }
  await problemOf(await ask('/gone.js'), 404, 'NOT_FOUND');
});

test('every answer carries the strict headers', async (t) => {
  const { ask } = await startCollector(t, { dashboardDir: builtDashboard(t) });
  for (const path of ['/', '/assets/app-0a1b2c3d.js', '/healthz', '/v1/entries', '/nothing.js']) {
    const { headers } = await ask(path);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'/, path);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.equal(headers.get('access-control-allow-origin'), null);
  }
});

test('without a built dashboard a page tells how to build it', async (t) => {
  const { ask, notices } = await startCollector(t, { dashboardDir: temporaryDirectory(t) });
  const answer = await ask('/');
  assert.match(await answer.text(), /npm run build/);
  assert.match(answer.headers.get('content-type') ?? '', /text\/html/);
  assert.ok(notices.some((line) => line.includes('npm run build')));
});
