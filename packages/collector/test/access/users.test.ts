import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Access } from '../../src/access/access.ts';
import { PasswordHashes } from '../../src/access/password-hashes.ts';
import type { Role } from '../../src/access/roles.ts';
import type { User } from '../../src/access/users.ts';
import { type MovingClock, movingClock } from '../moving-clock.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const password = 'correct horse battery staple';
// Made once: it takes a while, which is its purpose.
const kept = new PasswordHashes().make(password);

interface Opened {
  readonly access: Access;
  readonly clock: MovingClock;
  readonly dataDir: string;
  make(name: string, given?: { role?: Role; tenant?: string }): Promise<User>;
}

function open(t: TestContext, dataDir = temporaryDirectory(t)): Opened {
  const clock = movingClock();
  const access = new Access({ dataDir, adminKey: null, jwt: null, clock });
  t.after(() => access.close());
  return {
    access,
    clock,
    dataDir,
    make: async (name, { role = 'viewer', tenant = 'acme' } = {}) => {
      const made = access.users.create({
        ...{ tenant, name, userId: `id of ${name}`, role },
        ...{ password: await kept, issuer: null, subject: null },
      });
      assert.ok(made !== null);
      return made;
    },
  };
}

/** The session of a user, who must get one. */
function signIn({ access }: Opened, user: User): string {
  const secret = access.users.signIn(user);
  assert.ok(secret !== null);
  return secret;
}

test('a session has the name, the id, the role and the tenant of its user', async (t) => {
  const opened = open(t);
  const scopes = {
    own: ['own'],
    viewer: ['own', 'read'],
    auditor: ['own', 'triage', 'audit'],
    admin: ['admin'],
  } as const;
  for (const role of ['own', 'viewer', 'auditor', 'admin'] as const) {
    const user = await opened.make(role, { role });
    const caller = opened.access.sessions.authenticate(signIn(opened, user));
    assert.deepEqual(
      { ...caller, stillValid: null },
      {
        id: user.id,
        name: role,
        userId: `id of ${role}`,
        scopes: scopes[role],
        tenant: 'acme',
        permissions: [],
        keyId: null,
        operator: false,
        via: 'session',
        stillValid: null,
      },
    );
  }
});

test('every change of a user ends their sessions, open streams too, and nobody else’s', async (t) => {
  const opened = open(t);
  const { users, sessions } = opened.access;
  const other = sessions.authenticate(signIn(opened, await opened.make('bob')));
  const changes = [
    { role: 'own' },
    { password: 'another' },
    { userId: 'x' },
    { disabled: true },
  ] as const;
  for (const [at, change] of changes.entries()) {
    const user = await opened.make(`ada${at}`);
    const secret = signIn(opened, user);
    const caller = sessions.authenticate(secret);
    const link = sessions.createLink({ tenant: 'acme', operator: false, user: user.id });
    assert.equal(caller?.stillValid(), true);
    users.update(user, change);
    assert.equal(caller.stillValid(), false, JSON.stringify(change));
    assert.equal(sessions.authenticate(secret), null);
    assert.equal(sessions.redeem(link), null, 'a link that waits to become one');
  }
  assert.equal(other?.stillValid(), true);
});

test('a sign-in that was checked before a change gives no session after it', async (t) => {
  const opened = open(t);
  const { users } = opened.access;
  for (const [at, change] of [
    { password: 'another' },
    { role: 'own' },
    { disabled: true },
  ].entries()) {
    const user = await opened.make(`ada${at}`);
    const verdict = await users.verify(user.name, password);
    assert.equal(verdict.fault, null);
    users.update(user, change as { disabled: boolean });
    assert.equal(users.signIn(user), null, JSON.stringify(change));
  }
});

test('a link of a user signs in as that user', async (t) => {
  const opened = open(t);
  const { sessions } = opened.access;
  const user = await opened.make('ada', { role: 'own' });
  const token = sessions.createLink({ tenant: 'acme', operator: false, user: user.id });
  const caller = sessions.authenticate(sessions.redeem(token) ?? '');
  assert.equal(caller?.userId, 'id of ada');
  assert.deepEqual(caller?.scopes, ['own']);
});

test('a wrong name, a wrong password and a disabled user are no sign-in', async (t) => {
  const { access, make } = open(t);
  const { users } = access;
  const ada = await make('ada');
  assert.equal((await users.verify('ada', password)).fault, null);
  assert.equal((await users.verify(' ADA ', password)).fault, null, 'however it is typed');
  assert.equal((await users.verify('ada', `${password}!`)).fault, 'wrong password');
  assert.equal((await users.verify('eve', password)).fault, 'unknown name');
  users.update(ada, { disabled: true });
  assert.equal((await users.verify('ada', password)).fault, 'disabled');
  assert.equal((await users.verify('ada', `${password}!`)).fault, 'wrong password');
  users.create({
    ...{ tenant: 'acme', name: 'oda', userId: 'o', role: 'admin', password: null },
    ...{ issuer: 'https://id.example', subject: 's' },
  });
  assert.equal((await users.verify('oda', '')).fault, 'wrong password', 'who comes by OIDC');
});

test('a name that nobody has takes as long as a wrong password', async (t) => {
  const { access, make } = open(t);
  await make('ada');
  access.users.create({
    ...{ tenant: 'acme', name: 'oda', userId: 'o', role: 'admin', password: null },
    ...{ issuer: 'https://id.example', subject: 's' },
  });
  const time = async (name: string): Promise<number> => {
    const began = performance.now();
    await access.users.verify(name, 'a wrong password');
    return performance.now() - began;
  };
  // In turns, so that a busy machine is busy for all, and the quickest of each.
  const best: Record<string, number> = {};
  for (let round = 0; round < 3; round += 1) {
    for (const name of ['ada', 'eve', 'oda', 'not a name']) {
      best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, await time(name));
    }
  }
  // Without the work for nobody it would be a thousand times quicker.
  for (const [name, ms] of Object.entries(best)) {
    assert.ok(ms > (best.ada ?? 0) / 3 && ms < (best.ada ?? 0) * 3, `${name}: ${ms} ms`);
  }
});

test('a name is there once in the whole collector, and so is somebody of a provider', async (t) => {
  const { access, make } = open(t);
  await make('ada');
  const same = { name: 'ada', tenant: 'other', userId: 'x', role: 'own', password: null } as const;
  assert.equal(access.users.create({ ...same, issuer: null, subject: null }), null);
  const provided = { ...same, issuer: 'https://id.example', subject: '1' };
  assert.notEqual(access.users.create({ ...provided, name: 'bob' }), null);
  assert.equal(access.users.create({ ...provided, name: 'cid' }), null);
  assert.notEqual(access.users.create({ ...provided, name: 'cid', subject: '2' }), null);
});

test('users of another tenant are neither listed nor found', async (t) => {
  const { access, make } = open(t);
  const { id } = await make('ada');
  assert.deepEqual(access.users.list('other'), []);
  assert.equal(access.users.find(id, 'other'), null);
  assert.equal(access.users.find(id, 'acme')?.name, 'ada');
  assert.equal(access.users.list(null).length, 1);
});

test('users and their sessions are still there after a restart', async (t) => {
  const opened = open(t);
  const secret = signIn(opened, await opened.make('ada'));
  opened.access.close();
  const { access } = open(t, opened.dataDir);
  assert.equal(access.sessions.authenticate(secret)?.name, 'ada');
  assert.equal(access.users.list('acme')[0]?.lastSignInAt, opened.clock.now());
  assert.equal((await access.users.verify('ada', password)).fault, null);
});

test('the access file holds no password and no session, and only the owner can read it', async (t) => {
  const opened = open(t);
  const secret = signIn(opened, await opened.make('ada'));
  assert.ok(readFileSync(join(opened.dataDir, 'access.sqlite-wal')).includes('$scrypt$'));
  for (const name of readdirSync(opened.dataDir)) {
    const path = join(opened.dataDir, name);
    assert.equal(statSync(path).mode & 0o077, 0, name);
    const bytes = readFileSync(path);
    assert.equal(bytes.includes(password), false, name);
    assert.equal(bytes.includes(secret), false, name);
  }
});
