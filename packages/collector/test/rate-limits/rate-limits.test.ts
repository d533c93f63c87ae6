import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SignJWT } from 'jose';
import type { RateLimitOptions } from '../../src/rate-limits/rate-limit-options.ts';
import {
  type Ask,
  json,
  problemOf,
  receiptsOf,
  startCollector,
  withKey,
} from '../start-collector.ts';

/** Twice in ten seconds. */
const twice = 12;

/** How many requests are taken before one is refused, and how that is said. */
async function untilRefused(
  ask: () => Promise<Response>,
): Promise<{ readonly taken: number; readonly refused: Response }> {
  for (let taken = 0; taken < 20; taken += 1) {
    const answer = await ask();
    if (answer.status === 429) return { taken, refused: answer };
    await answer.body?.cancel();
  }
  throw new Error('nothing was refused');
}

/** Checks that these are refused after two, and by which limit. */
async function refusedBy(
  what: keyof RateLimitOptions,
  ask: () => Promise<Response>,
): Promise<void> {
  const { taken, refused } = await untilRefused(ask);
  assert.equal(taken, 2, what);
  const problem = await problemOf(refused, 429, 'RATE_LIMITED');
  assert.deepEqual([problem.what, problem.limit], [what, twice]);
  const retryAfter = refused.headers.get('retry-after') ?? '';
  assert.match(retryAfter, /^([1-9]|10)$/);
  assert.match(String(problem.detail), new RegExp(`12 .*Try again in ${retryAfter} s\\.$`));
}

const post = (ask: Ask) => () => ask('/v1/entries', json({ action: 'a' }));
const list = (ask: Ask) => () => ask('/v1/entries');

test('one key is refused beyond its limit, for posts and for the rest apart, and others are not', async (t) => {
  const rateLimits = { ingestPerCredential: twice, requestsPerCredential: twice };
  const { as } = await startCollector(t, { rateLimits });
  const [one, other] = [await as(['ingest', 'read']), await as(['ingest', 'read'])];
  await refusedBy('ingestPerCredential', post(one));
  await refusedBy('requestsPerCredential', list(one));
  await refusedBy('ingestPerCredential', post(other));
});

test('what is allowed again is told, and is', async (t) => {
  const { as } = await startCollector(t, { rateLimits: { ingestPerCredential: twice } });
  const ask = await as(['ingest']);
  const { refused } = await untilRefused(post(ask));
  await wait(Number(refused.headers.get('retry-after')) * 1000);
  assert.equal((await receiptsOf(await post(ask)()))[0]?.fate, 'stored');
});

test('a tenant is refused beyond its limit, whatever key it takes, and no other tenant is', async (t) => {
  const rateLimits = { ingestPerTenant: twice, requestsPerTenant: twice };
  const { as } = await startCollector(t, { rateLimits });
  const acme = await Promise.all(Array.from({ length: 4 }, () => as(['ingest', 'read'], 'acme')));
  let turn = 0;
  const anyKey: Ask = (path, init) => {
    turn += 1;
    return (acme[turn % 4] as Ask)(path, init);
  };
  await refusedBy('ingestPerTenant', post(anyKey));
  await refusedBy('requestsPerTenant', list(anyKey));
  const other = await as(['ingest', 'read'], 'other');
  assert.equal((await post(other)()).status, 200);
  assert.equal((await list(other)()).status, 200);
});

test('what one key may not does not count for its tenant', async (t) => {
  const rateLimits = { requestsPerCredential: twice, requestsPerTenant: 2 * twice };
  const { as } = await startCollector(t, { rateLimits });
  const [one, other] = [await as(['read']), await as(['read'])];
  for (let n = 0; n < 50; n += 1) await (await one('/v1/me')).body?.cancel();
  assert.equal((await other('/v1/me')).status, 200);
  assert.equal((await other('/v1/me')).status, 200);
});

test('a flood of one tenant does not hold up another', async (t) => {
  const { as } = await startCollector(t, { rateLimits: { ingestPerTenant: 60 } });
  const [acme, other] = [await as(['ingest'], 'acme'), await as(['ingest'], 'other')];
  const body = json(Array.from({ length: 20 }, () => ({ action: 'a', data: 'x'.repeat(1000) })));
  let isOver = false;
  const statuses = new Set<number>();
  const flood = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const answer = await acme('/v1/entries', body);
      statuses.add(answer.status);
      await answer.body?.cancel();
    }
  });
  let longestMs = 0;
  for (let n = 0; n < 10; n += 1) {
    const startedAt = performance.now();
    assert.equal((await receiptsOf(await post(other)()))[0]?.fate, 'stored');
    longestMs = Math.max(longestMs, performance.now() - startedAt);
  }
  isOver = true;
  await Promise.all(flood);
  assert.ok(statuses.has(429), [...statuses].join());
  assert.ok(longestMs < 5000, `${longestMs} ms`);
});

test('all tokens of a user are one, and every session is its own', async (t) => {
  const secret = 'a-secret-that-is-long-enough-for-hmac-with-sha-256';
  const { ask, collector } = await startCollector(t, {
    rateLimits: { requestsPerCredential: twice },
    jwt: { secret, algorithms: ['HS256'] },
  });
  const me = async (sub: string, nonce: number): Promise<Response> => {
    const token = new SignJWT({ sub, nonce }).setProtectedHeader({ alg: 'HS256' });
    const signed = await token.setExpirationTime('5m').sign(new TextEncoder().encode(secret));
    return withKey(ask, signed)('/v1/me');
  };
  let nonce = 0;
  await refusedBy('requestsPerCredential', () => {
    nonce += 1;
    return me('ada', nonce);
  });
  assert.equal((await me('bob', 0)).status, 200);
  const signIn = async (): Promise<Ask> => {
    const answer = await fetch(collector.signInLink(), { redirect: 'manual' });
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return (path) => ask(path, { headers: { cookie } });
  };
  const [one, other] = [await signIn(), await signIn()];
  await refusedBy('requestsPerCredential', () => one('/v1/me'));
  assert.equal((await other('/v1/me')).status, 200);
});

test('without a credential an address is refused beyond its limit, but never about health', async (t) => {
  const { as, ask } = await startCollector(t, { rateLimits: { anonymousPerAddress: twice } });
  await refusedBy('anonymousPerAddress', () => ask('/openapi.json'));
  assert.equal((await ask('/nothing/here')).status, 429);
  assert.equal((await ask('/v1/entries')).status, 429);
  for (let n = 0; n < 10; n += 1) assert.equal((await ask('/healthz')).status, 200);
  assert.equal((await (await as(['read']))('/v1/me')).status, 200);
});

test('who guesses is refused, also with the right guess of a key that a person chose; other keys go on', async (t) => {
  const adminKey = 'chosen-by-a-person';
  const { as, ask, collector } = await startCollector(t, {
    adminKey,
    rateLimits: { failedPerAddress: twice },
  });
  const holder = await as(['read']);
  assert.equal((await withKey(ask, adminKey)('/v1/me')).status, 200);
  let guesses = 0;
  await refusedBy('failedPerAddress', () => {
    guesses += 1;
    return withKey(ask, `chosen-by-${guesses}`)('/v1/me');
  });
  await problemOf(await withKey(ask, adminKey)('/v1/me'), 429, 'RATE_LIMITED');
  await problemOf(await withKey(ask, 'whd_nonsense')('/v1/me'), 429, 'RATE_LIMITED');
  assert.equal((await ask('/v1/me', { headers: { cookie: 'whodid_session=x' } })).status, 429);
  // Those are 256 random bits: whoever has one did not guess it.
  assert.equal((await holder('/v1/me')).status, 200);
  assert.equal((await withKey(ask, collector.localKey)('/v1/me')).status, 200);
  // Who sends none at all does not guess.
  await problemOf(await ask('/v1/me'), 401, 'UNAUTHENTICATED');
});

test('the command line on this machine is never refused', async (t) => {
  const rateLimits = { requestsPerCredential: 1, requestsPerTenant: 1, ingestPerTenant: 1 };
  const { ask, collector } = await startCollector(t, { rateLimits });
  const local = withKey(ask, collector.localKey);
  for (let n = 0; n < 10; n += 1) assert.equal((await local('/v1/keys')).status, 200);
  for (let n = 0; n < 10; n += 1) assert.equal((await post(local)()).status, 200);
});

test('without limits nothing is refused', async (t) => {
  const { as } = await startCollector(t, { rateLimits: null });
  const ask = await as(['read']);
  // More than the default lets through before its first refusal.
  for (let n = 0; n < 250; n += 1) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('/v1/me')));
    assert.ok(answers.every(({ status }) => status === 200));
  }
});

test('what is refused is not read', async (t) => {
  const { as, collector } = await startCollector(t, { rateLimits: { ingestPerTenant: 1 } });
  await (await post(await as(['ingest']))()).body?.cancel();
  const { key } = await collector.createKey({ name: 'b', scopes: ['ingest'] });
  const { hostname, port } = new URL(collector.url);
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': '8000000',
  };
  const sent = request({ hostname, port, path: '/v1/entries', method: 'POST', headers });
  sent.flushHeaders();
  const status = await new Promise((resolve, reject) => {
    sent.on('response', (response) => resolve(response.statusCode)).on('error', reject);
  });
  sent.destroy();
  assert.equal(status, 429);
});

test('clients behind a proxy that is trusted are told apart, and nobody else can say who he is', async (t) => {
  const rateLimits = { anonymousPerAddress: twice };
  const trusting = await startCollector(t, { rateLimits, trustedProxies: ['loopback'] });
  const from = (ask: Ask, address: string) => () =>
    ask('/openapi.json', { headers: { 'x-forwarded-for': address } });
  await refusedBy('anonymousPerAddress', from(trusting.ask, '192.0.2.1'));
  assert.equal((await from(trusting.ask, '192.0.2.2')()).status, 200);
  // What a client puts before the proxy's own hop changes nothing.
  assert.equal((await from(trusting.ask, '192.0.2.9, 192.0.2.1')()).status, 429);
  // All addresses of one network are one.
  await refusedBy('anonymousPerAddress', from(trusting.ask, '2001:db8::1'));
  assert.equal((await from(trusting.ask, '2001:db8::ffff:2')()).status, 429);
  const direct = await startCollector(t, { rateLimits });
  let claimed = 0;
  await refusedBy('anonymousPerAddress', () => {
    claimed += 1;
    return from(direct.ask, `192.0.2.${claimed}`)();
  });
});

test('a proxy on this machine may ask for whatever name it has', async (t) => {
  const { ask } = await startCollector(t, { trustedProxies: ['loopback'] });
  const headers = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-host': 'audit.example.com' };
  assert.equal((await ask('/openapi.json', { headers })).status, 200);
  const origin = 'https://audit.example.com';
  assert.equal((await ask('/openapi.json', { headers: { ...headers, origin } })).status, 200);
  await problemOf(await ask('/openapi.json', { headers: { origin } }), 403, 'FORBIDDEN');
});

test('options that cannot be are refused at start', async (t) => {
  const start = (rateLimits: object, trustedProxies: string[] = []) =>
    startCollector(t, { rateLimits, trustedProxies });
  await assert.rejects(start({ ingestPerTenant: 0 }), { code: 'CONFIG_INVALID' });
  await assert.rejects(start({ ingestPerTenat: 5 }), {
    code: 'CONFIG_UNKNOWN',
    message: /ingestPerTenant/,
  });
  await assert.rejects(start({}, ['proxy.example.com']), { code: 'CONFIG_INVALID' });
  await assert.rejects(start({}, ['0.0.0.0/0']), { code: 'CONFIG_INVALID' });
});

test('a million addresses take no more memory than a few', async () => {
  const program = fileURLToPath(new URL('million-addresses.ts', import.meta.url));
  const args = ['--expose-gc', '--conditions=whodid-source', program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const grownMiB = Number(stdout);
  assert.ok(stdout !== '' && grownMiB < 20, `grown by ${stdout} MiB`);
});
