import type { Json, Target } from '@whodid/core';
import type { z } from 'zod';
import type { CollectorApp } from '../collector-app.ts';
import type { Journal } from '../journal/journal.ts';
import { Problem } from '../problem/problem.ts';
import { actorOf, type Caller, callerOf } from './caller.ts';
import { checkPassword } from './password-rules.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import { nameWithin, plainName, signInNameWanted } from './sign-in-name.ts';
import { userInfo, userList, userParameters, userToChange, userToMake } from './user-schemas.ts';
import type { User, UserChange, Users } from './users.ts';

export interface UserTools {
  readonly users: Users;
  readonly limits: SignInLimits;
  readonly journal: Journal;
}

/** Adds the routes that list, make and change users. Nothing deletes one: entries refer to them. */
export function userRoutes(app: CollectorApp, tools: UserTools): void {
  const { users } = tools;
  app.route({
    method: 'GET',
    url: '/v1/users',
    schema: {
      summary: 'List users',
      description: 'Of the own tenant; whoever runs the collector sees all.',
      tags: ['access'],
      response: { 200: userList },
    },
    handler: async (request) => ({ users: users.list(reachOf(callerOf(request))).map(shown) }),
  });
  app.route({
    method: 'POST',
    url: '/v1/users',
    schema: {
      summary: 'Make a user who signs in with a password',
      tags: ['access'],
      body: userToMake,
      response: { 201: userInfo },
    },
    handler: async (request, reply) => {
      const user = await makeUser(request.body, callerOf(request), tools);
      return reply.code(201).send(shown(user));
    },
  });
  app.route({
    method: 'PATCH',
    url: '/v1/users/:id',
    schema: {
      summary: 'Change a user',
      description: 'Ends their sessions at once. Nobody changes the own role, or disables oneself.',
      tags: ['access'],
      params: userParameters,
      body: userToChange,
      response: { 200: userInfo },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const user = users.find(request.params.id, reachOf(caller));
      if (user === null) throw new Problem('NOT_FOUND', 'There is no user of this id.');
      return shown(await changeUser(user, request.body, caller, tools));
    },
  });
}

async function makeUser(
  body: z.output<typeof userToMake>,
  caller: Caller,
  { users, journal }: UserTools,
): Promise<User> {
  const { tenant = caller.tenant, role, password } = body;
  if (!caller.operator && tenant !== caller.tenant) {
    throw new Problem('FORBIDDEN', 'A user can only be made in your own tenant.');
  }
  const plain = plainName(body.name);
  if (plain === null) throw unfit('name', signInNameWanted);
  checkPassword(password, plain, 'password');
  const { userId = plain } = body;
  const name = nameWithin(tenant, plain);
  if (users.byName(name) !== null) throw taken();
  const hash = await users.hashes.make(password);
  const made = users.create({
    ...{ tenant, name, userId, role },
    ...{ password: hash, issuer: null, subject: null },
  });
  if (made === null) throw taken();
  try {
    const note = {
      action: 'whodid.user.create',
      targets: [targetOf(made)],
      data: { role },
    } as const;
    await journal.writeAs(note, { tenant, actor: actorOf(caller) });
  } catch (error) {
    // Somebody of whom nothing is recorded must not be there.
    users.forget(made);
    throw error;
  }
  return made;
}

async function changeUser(
  user: User,
  body: z.output<typeof userToChange>,
  caller: Caller,
  { users, limits, journal }: UserTools,
): Promise<User> {
  checkChange(user, body, caller);
  const { role, userId, password, disabled } = body;
  const change: UserChange = {
    ...(role === undefined ? {} : { role }),
    ...(userId === undefined ? {} : { userId }),
    ...(password === undefined ? {} : { password: await users.hashes.make(password) }),
    ...(disabled === undefined ? {} : { disabled }),
  };
  const action = disabled === true ? 'whodid.user.disable' : 'whodid.user.update';
  const note = {
    action,
    targets: [targetOf(user)],
    data: { changes: changesOf(user, body) },
  } as const;
  // In the tenant whose user it is, whoever does it.
  const record = () => journal.writeAs(note, { tenant: user.tenant, actor: actorOf(caller) });
  // What gives access is recorded first, and what takes it away happens first: that must not wait
  // for a store that is away.
  if (disabled !== true) await record();
  const changed = users.update(user, change);
  if (disabled === true) await record();
  if (password !== undefined) await limits.forgive(user.name);
  return changed;
}

function checkChange(user: User, body: z.output<typeof userToChange>, caller: Caller): void {
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw unfit('', 'changed in something: role, userId, password, disabled');
  if (user.userId === caller.userId && user.tenant === caller.tenant) {
    const detail = 'Nobody changes oneself. Your own password: POST /v1/me/password.';
    throw new Problem('FORBIDDEN', detail);
  }
  const { issuer, name } = user;
  const provided = ['role', 'userId', 'password'].find((field) => given.some(([f]) => f === field));
  if (issuer !== null && provided !== undefined) {
    throw unfit(provided, 'left to the identity provider, which tells it at each sign-in');
  }
  if (body.password !== undefined) checkPassword(body.password, name, 'password');
}

// What it was and is. Of a password only that it is another one.
function changesOf(user: User, body: z.output<typeof userToChange>): Json {
  const { role, userId, password, disabled } = body;
  const changes: Json[] = [];
  if (role !== undefined) changes.push({ field: 'role', old: user.role, new: role });
  if (userId !== undefined) changes.push({ field: 'userId', old: user.userId, new: userId });
  if (password !== undefined) changes.push({ field: 'password' });
  if (disabled !== undefined) {
    changes.push({ field: 'disabled', old: user.disabledAt !== null, new: disabled });
  }
  return changes;
}

function unfit(path: string, wanted: string): Problem {
  const subject = path === '' ? 'A user' : path;
  return new Problem('BODY_INVALID', `${subject} must be ${wanted}`, { facts: { path, wanted } });
}

function taken(): Problem {
  const detail = 'Somebody signs in with this name already.';
  return new Problem('NAME_TAKEN', detail, { facts: { path: 'name' } });
}

/** A user as the target of an entry. */
export function targetOf({ userId, name }: User): Target {
  return { type: 'user', id: userId, name };
}

// Whose users somebody manages: `null` is everybody's.
function reachOf({ operator, tenant }: Caller): string | null {
  return operator ? null : tenant;
}

function shown(user: User): z.output<typeof userInfo> {
  const { id, name, userId, role, tenant, issuer, createdAt, lastSignInAt, disabledAt } = user;
  return {
    ...{ id, name, userId, role, tenant },
    signsInWith: issuer === null ? 'password' : 'oidc',
    createdAt: new Date(createdAt).toISOString(),
    ...(lastSignInAt === null ? {} : { lastSignInAt: new Date(lastSignInAt).toISOString() }),
    ...(disabledAt === null ? {} : { disabledAt: new Date(disabledAt).toISOString() }),
  };
}
