import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { Access } from '../../src/access/access.ts';
import { hashOf } from '../../src/access/secret.ts';
import { linkLifeMs, sessionLifeMs } from '../../src/access/sessions.ts';
import { type MovingClock, movingClock } from '../moving-clock.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

interface Opened {
  readonly access: Access;
  readonly clock: MovingClock;
  readonly dataDir: string;
}

function open(t: TestContext, given: { dataDir?: string; adminKey?: string } = {}): Opened {
  const dataDir = given.dataDir ?? temporaryDirectory(t);
  const clock = movingClock();
  const access = new Access({ dataDir, adminKey: given.adminKey ?? null, jwt: null, clock });
  t.after(() => access.close());
  return { access, clock, dataDir };
}

const shop = { name: 'shop', scopes: ['ingest'] } as const;

test('a key has the agreed form, and its holder is known by it', (t) => {
  const { access } = open(t);
  const { key, info } = access.keys.create({ ...shop, tenant: 'acme' });
  assert.match(key, /^whd_[0-9A-Za-z]{24}_[\w-]{43}$/);
  const caller = access.byKey(key);
  assert.equal(caller?.id, info.id);
  assert.deepEqual(caller?.scopes, ['ingest']);
  assert.equal(caller?.tenant, 'acme');
  assert.equal(caller?.operator, false);
});

test('a key with another secret, another id or another form is nobody', (t) => {
  const { access } = open(t);
  const { key } = access.keys.create(shop);
  const other = access.keys.create(shop).key;
  const swapped = `${key.slice(0, 29)}${other.slice(29)}`;
  for (const wrong of [swapped, `${key}x`, key.slice(0, -1), key.toLowerCase(), '', 'whd_']) {
    assert.equal(access.byKey(wrong), null);
  }
});

test('an expired and a revoked key are nobody, also for requests that last', (t) => {
  const { access, clock } = open(t);
  const soon = access.keys.create({ ...shop, expiresAt: clock.now() + 1000 });
  const revoked = access.keys.create(shop);
  const [first, second] = [access.byKey(soon.key), access.byKey(revoked.key)];
  assert.equal(first?.stillValid(), true);
  clock.move(1000);
  assert.notEqual(access.keys.revoke(revoked.info.id, null), null);
  assert.equal(access.byKey(soon.key), null);
  assert.equal(access.byKey(revoked.key), null);
  assert.equal(first?.stillValid(), false);
  assert.equal(second?.stillValid(), false);
});

test('keys of another tenant are not listed and not revoked', (t) => {
  const { access } = open(t);
  const { info } = access.keys.create({ ...shop, tenant: 'acme' });
  assert.deepEqual(access.keys.list('other'), []);
  assert.equal(access.keys.revoke(info.id, 'other'), null);
  assert.equal(access.keys.list('acme')[0]?.revokedAt, null);
  assert.equal(access.keys.list(null).length, 1);
});

test('keys are still there after a restart, with the time of their last use', (t) => {
  const { access, clock, dataDir } = open(t);
  const { key } = access.keys.create(shop);
  access.byKey(key);
  access.close();
  const again = open(t, { dataDir }).access;
  assert.equal(again.keys.list(null)[0]?.lastUsedAt, clock.now());
  assert.notEqual(again.byKey(key), null);
});

test('a key without a name or with a scope that does not exist is not made', (t) => {
  const { access } = open(t);
  const wrong = [
    { name: '', scopes: ['ingest'] },
    { name: 'a', scopes: [] },
    { name: 'a', scopes: ['root'] },
    { name: 'a', scopes: ['ingest'], tenant: '' },
    { name: 'a', scopes: ['ingest'], expiresAt: Number.NaN },
  ];
  for (const request of wrong) {
    assert.throws(() => access.keys.create(request as never), { code: 'CONFIG_INVALID' });
  }
});

test('the configured admin key and the local key are the operator', (t) => {
  const { access } = open(t, { adminKey: 'a secret of the operator' });
  for (const key of ['a secret of the operator', access.localKey]) {
    assert.equal(access.byKey(key)?.operator, true);
    assert.deepEqual(access.byKey(key)?.scopes, ['admin', 'ingest']);
  }
  assert.equal(access.byKey('a secret of the operatoR'), null);
  assert.equal(open(t).access.byKey('null'), null);
});

const someone = { tenant: 'acme', operator: false } as const;

test('a link signs in once', (t) => {
  const { sessions } = open(t).access;
  const token = sessions.createLink(someone);
  const secret = sessions.redeem(token);
  assert.ok(secret !== null && secret.length === 43);
  assert.equal(sessions.redeem(token), null);
  assert.equal(sessions.redeem('wrong'), null);
  const caller = sessions.authenticate(secret);
  assert.equal(caller?.tenant, 'acme');
  assert.equal(caller?.operator, false);
  assert.equal(caller?.via, 'session');
});

test('a link is good for ten minutes, a session for twelve hours', (t) => {
  const { access, clock } = open(t);
  const late = access.sessions.createLink(someone);
  const secret = access.sessions.redeem(access.sessions.createLink(someone)) ?? '';
  clock.move(linkLifeMs);
  assert.equal(access.sessions.redeem(late), null);
  clock.move(sessionLifeMs - linkLifeMs - 1);
  const caller = access.sessions.authenticate(secret);
  assert.equal(caller?.stillValid(), true);
  clock.move(1);
  assert.equal(caller?.stillValid(), false);
  assert.equal(access.sessions.authenticate(secret), null);
});

test('an ended session is over, and sessions survive a restart', (t) => {
  const { access, dataDir } = open(t);
  const kept = access.sessions.redeem(access.sessions.createLink(someone)) ?? '';
  const ended = access.sessions.redeem(access.sessions.createLink(someone)) ?? '';
  access.sessions.end(ended);
  access.close();
  const { sessions } = open(t, { dataDir }).access;
  assert.notEqual(sessions.authenticate(kept), null);
  assert.equal(sessions.authenticate(ended), null);
});

test('a session ends with the key that made its link', (t) => {
  const { access, clock } = open(t);
  const signIn = (expiresAt?: number) => {
    const { info, key } = access.keys.create({ name: 'a', scopes: ['admin'], expiresAt });
    const caller = access.byKey(key);
    assert.ok(caller !== null);
    const secret = access.sessions.redeem(access.sessions.createLink(caller)) ?? '';
    const session = access.sessions.authenticate(secret);
    assert.equal(session?.stillValid(), true);
    return { id: info.id, session };
  };
  const revoked = signIn();
  const expiring = signIn(clock.now() + 1000);
  const other = signIn();
  access.keys.revoke(revoked.id, null);
  assert.equal(revoked.session.stillValid(), false);
  assert.equal(expiring.session.stillValid(), true);
  clock.move(1000);
  assert.equal(expiring.session.stillValid(), false);
  assert.equal(other.session.stillValid(), true);
});

test('an access file of the first version is taken over', (t) => {
  const dataDir = temporaryDirectory(t);
  const file = new DatabaseSync(join(dataDir, 'access.sqlite'));
  file.exec(`
    create table keys (id text primary key, hash blob not null, name text not null,
      scopes text not null, tenant text not null, created_at integer not null,
      expires_at integer, last_used_at integer, revoked_at integer) strict;
    create table sessions (hash blob primary key, tenant text not null,
      operator integer not null, created_at integer not null, expires_at integer not null
    ) strict, without rowid;
    pragma user_version = 1;`);
  const secret = 'of a session of the first version';
  file
    .prepare('insert into sessions values (?, ?, ?, ?, ?)')
    .run(hashOf(secret), 'acme', 0, 0, Date.now() * 2);
  file.close();
  const { sessions } = open(t, { dataDir }).access;
  assert.equal(sessions.authenticate(secret)?.tenant, 'acme');
  assert.notEqual(sessions.redeem(sessions.createLink(someone)), null);
});

test('a secret of the collector is the same after a restart, and another one by each name', (t) => {
  const { access, dataDir } = open(t);
  const first = access.secret('triage');
  assert.equal(first.length, 32);
  assert.notDeepEqual(access.secret('other'), first);
  access.close();
  assert.deepEqual(open(t, { dataDir }).access.secret('triage'), first);
});

test('a key of the scope own acts for a person, and is not made without', (t) => {
  const { access } = open(t);
  assert.throws(() => access.keys.create({ name: 'a', scopes: ['own'] }), /userId/);
  const { key } = access.keys.create({ name: 'phone', scopes: ['own'], userId: '13' });
  assert.equal(access.byKey(key)?.userId, '13');
});

test('links that wait are bounded: the oldest goes first', (t) => {
  const { sessions } = open(t).access;
  const tokens = Array.from({ length: 101 }, () => sessions.createLink(someone));
  assert.equal(sessions.redeem(tokens[0] ?? ''), null);
  assert.notEqual(sessions.redeem(tokens[1] ?? ''), null);
});

test('no file holds anything one could sign in with, and only the owner can read it', (t) => {
  const { access, dataDir } = open(t, { adminKey: 'a secret of the operator' });
  const { key } = access.keys.create(shop);
  const token = access.sessions.createLink(someone);
  const session = access.sessions.redeem(token) ?? '';
  const names = readdirSync(dataDir);
  assert.ok(names.includes('access.sqlite'));
  for (const name of names) {
    const path = join(dataDir, name);
    assert.equal(statSync(path).mode & 0o077, 0, name);
    const bytes = readFileSync(path);
    for (const secret of [
      key.slice(29),
      token,
      session,
      access.localKey.slice(29),
      'a secret of',
    ]) {
      assert.equal(bytes.includes(secret), false, name);
    }
  }
});
