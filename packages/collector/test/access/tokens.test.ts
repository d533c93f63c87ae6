import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { TokenCallers } from '../../src/access/token-callers.ts';
import { movingClock } from '../moving-clock.ts';
import { problemOf, startCollector, withKey } from '../start-collector.ts';

const secret = 'the secret of the shop, 32 bytes or longer';

function tokenOf(claims: JWTPayload, key = secret): Promise<string> {
  const jwt = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' });
  return (claims.exp === undefined ? jwt.setExpirationTime('10m') : jwt).sign(Buffer.from(key));
}

test('a token is good for the own history, a claim of the role for more', async () => {
  const callers = new TokenCallers({ secret }, movingClock(Date.now()));
  const ada = await callers.authenticate(await tokenOf({ user_id: 13, name: 'Ada' }));
  assert.deepEqual(
    [ada?.userId, ada?.name, ada?.tenant, ada?.scopes, ada?.operator, ada?.via],
    ['13', 'Ada', 'default', ['own'], false, 'token'],
  );
  const auditor = await callers.authenticate(
    await tokenOf({ sub: 'bob', tenant: 'acme', whodid_role: 'auditor', permissions: 'a b  c' }),
  );
  assert.deepEqual(auditor?.scopes, ['own', 'triage', 'audit']);
  assert.equal(auditor?.tenant, 'acme');
  assert.deepEqual(auditor?.permissions, ['a', 'b', 'c']);
  const listed = await callers.authenticate(await tokenOf({ sub: 'bob', permissions: ['a', 7] }));
  assert.deepEqual(listed?.permissions, ['a']);
});

test('claims have the names that the options give them', async () => {
  const options = { secret, tenantClaim: 'company_id', roleClaim: 'r', permissionsClaim: 'scope' };
  const callers = new TokenCallers(options, movingClock(Date.now()));
  const claims = { sub: '1', company_id: 7, r: 'viewer', scope: 'x', whodid_role: 'admin' };
  const caller = await callers.authenticate(await tokenOf(claims));
  assert.deepEqual(
    [caller?.tenant, caller?.scopes, caller?.permissions],
    ['7', ['own', 'read'], ['x']],
  );
});

test('a token that says what we do not understand is nobody', async () => {
  const callers = new TokenCallers({ secret }, movingClock(Date.now()));
  const wrong: readonly JWTPayload[] = [
    { sub: '1', whodid_role: 'root' },
    { sub: '1', whodid_role: ['admin'] },
    { sub: '1', tenant: '' },
    { sub: '1', tenant: ['acme'] },
    { sub: '1', tenant: null },
    { name: 'nobody' },
  ];
  for (const claims of wrong) {
    assert.equal(await callers.authenticate(await tokenOf(claims)), null, JSON.stringify(claims));
  }
  assert.equal(await callers.authenticate(await tokenOf({ sub: '1' }, `${secret}!`)), null);
  assert.equal(await callers.authenticate('a.b.c'), null);
});

test('a token is over when it says so, also for requests that last', async () => {
  const clock = movingClock(Date.now());
  const callers = new TokenCallers({ secret }, clock);
  const exp = Math.floor(clock.now() / 1000) + 60;
  const token = await tokenOf({ sub: '1', exp });
  const caller = await callers.authenticate(token);
  assert.equal(caller?.stillValid(), true);
  clock.move(61_000);
  assert.equal(caller?.stillValid(), false);
});

test('tokens are taken over HTTP as Bearer and as Token, and only with the right key', async (t) => {
  const { ask } = await startCollector(t, { jwt: { secret } });
  const token = await tokenOf({ sub: '13', whodid_role: 'viewer' });
  for (const scheme of ['Bearer', 'bearer', 'Token']) {
    const me = await ask('/v1/me', { headers: { authorization: `${scheme} ${token}` } });
    assert.equal(((await me.json()) as { userId: string }).userId, '13');
  }
  assert.equal((await withKey(ask, token)('/v1/entries')).status, 200);
  const own = withKey(ask, await tokenOf({ sub: '13' }));
  await problemOf(await own('/v1/entries'), 403, 'FORBIDDEN');
  const forged = withKey(ask, await tokenOf({ sub: '13' }, 'another secret that has 32 bytes too'));
  await problemOf(await forged('/v1/me'), 401, 'UNAUTHENTICATED');
  const basic = await ask('/v1/me', { headers: { authorization: `Basic ${token}` } });
  await problemOf(basic, 401, 'UNAUTHENTICATED');
  const plain = await startCollector(t);
  await problemOf(await withKey(plain.ask, token)('/v1/me'), 401, 'UNAUTHENTICATED');
});

test('`me` in a query is whoever asks', async (t) => {
  const { ask, as } = await startCollector(t, { jwt: { secret } });
  const viewer = withKey(ask, await tokenOf({ sub: '13', whodid_role: 'viewer' }));
  assert.equal((await viewer('/v1/entries?q=actor:me')).status, 200);
  assert.equal((await viewer('/v1/query/check?q=actor:me')).status, 200);
  const machine = await as(['read']);
  await problemOf(await machine('/v1/entries?q=actor:me'), 400, 'QUERY_INVALID');
});

test('keys of an issuer are fetched from its set', async (t) => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }];
  const issuer = createServer((_request, response) => response.end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  t.after(() => issuer.close());
  const jwksUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`;
  const { ask } = await startCollector(t, { jwt: { jwksUrl, issuer: 'https://id.example' } });
  const made = (iss: string): Promise<string> =>
    new SignJWT({ sub: '13', iss })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setExpirationTime('10m')
      .sign(privateKey);
  assert.equal((await withKey(ask, await made('https://id.example'))('/v1/me')).status, 200);
  assert.equal((await withKey(ask, await made('https://evil.example'))('/v1/me')).status, 401);
});

test('options of tokens that are wrong are refused at start, by name', async (t) => {
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ secret, roleClaims: 'x' }, /roleClaims/],
    [{ secret: 'short' }, /secret/],
    [{}, /secret|jwksUrl/],
    [{ secret, tenantClaim: '' }, /tenantClaim/],
  ];
  for (const [jwt, named] of wrong) await assert.rejects(startCollector(t, { jwt }), named);
});
