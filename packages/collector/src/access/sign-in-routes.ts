import type { FastifyRequest } from 'fastify';
import type { CollectorApp } from '../collector-app.ts';
import { Problem } from '../problem/problem.ts';
import { callerOf } from './caller.ts';
import { clientOf, networkOf } from './client.ts';
import { checkOwnPage } from './guard.ts';
import { checkPassword } from './password-rules.ts';
import { recorded } from './recorded.ts';
import { giveNewSession } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import { signInName } from './sign-in-name.ts';
import type { SignInNotes } from './sign-in-notes.ts';
import { credentials, passwordToChange, signInWays } from './user-schemas.ts';
import type { User, Users } from './users.ts';

export interface SignInTools {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly limits: SignInLimits;
  readonly notes: SignInNotes;
  /** What the identity provider is called, if there is one. */
  readonly oidcName: string | null;
}

/** Adds the routes by which people sign in with a password and change their own. */
export function signInRoutes(app: CollectorApp, tools: SignInTools): void {
  const { users, oidcName } = tools;
  app.route({
    method: 'POST',
    url: '/v1/session',
    schema: {
      summary: 'Sign in with a password',
      description:
        'Gives the cookie of a session. Needs the header `x-whodid: 1`. A wrong name, a wrong password and a disabled user are not told apart.',
      tags: ['access'],
      body: credentials,
    },
    handler: async (request, reply) => {
      // Or a foreign page could sign somebody in as somebody else, who then reads what they do.
      checkOwnPage(request);
      const { name, password } = request.body;
      giveNewSession(reply, await signIn(name, password, request, tools), tools.sessions);
      return reply.code(204).send();
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/session/ways',
    schema: { summary: 'How one can sign in', tags: ['access'], response: { 200: signInWays } },
    handler: async () => ({
      password: users.anyWithPassword(),
      oidc: oidcName === null ? null : { name: oidcName },
    }),
  });
  app.route({
    method: 'POST',
    url: '/v1/me/password',
    schema: {
      summary: 'Change the own password',
      description: 'Ends all other sessions of yours.',
      tags: ['access'],
      body: passwordToChange,
    },
    handler: async (request, reply) => {
      const user = users.find(callerOf(request).id, null);
      const { password, newPassword } = request.body;
      if (user === null || user.password === null || callerOf(request).via !== 'session') {
        throw new Problem('NOT_FOUND', 'You have no password here.');
      }
      checkPassword(newPassword, user.name, 'newPassword');
      const session = await changePassword(user, { password, newPassword }, request, tools);
      giveNewSession(reply, session, tools.sessions);
      return reply.code(204).send();
    },
  });
}

/**
 * The secret of a new session of whom a name and a password mean.
 *
 * @throws Problem `RATE_LIMITED`, `BUSY`, and `SIGN_IN_FAILED` for whatever is wrong.
 */
async function signIn(
  name: string,
  password: string,
  request: FastifyRequest,
  { users, sessions, limits, notes }: SignInTools,
): Promise<string> {
  const client = clientOf(request);
  // However it is typed, it is the same name that is tried.
  const meant = signInName(name) ?? name;
  await limits.take(networkOf(client), meant, () =>
    notes.failed({ way: 'password', reason: 'too many tries', user: users.byName(name) }, client),
  );
  const { user, fault } = await users.verify(name, password);
  const session = user === null || fault !== null ? null : users.signIn(user);
  if (user === null || session === null) {
    const typed = user === null ? { typedName: meant } : {};
    const reason = fault ?? 'changed meanwhile';
    await notes.failed({ way: 'password', reason, user, ...typed }, client);
    throw signInFailed();
  }
  await recorded(() => notes.signedIn(user, 'password', client), session, sessions);
  await limits.right(networkOf(client), meant);
  return session;
}

async function changePassword(
  user: User,
  { password, newPassword }: { readonly password: string; readonly newPassword: string },
  request: FastifyRequest,
  { users, limits, notes }: SignInTools,
): Promise<string> {
  const client = clientOf(request);
  // Somebody who has found an open browser must not guess here what they cannot guess elsewhere.
  await limits.take(networkOf(client), user.name, async () => {});
  if (!(await users.hashes.verify(password, user.password))) {
    throw new Problem('FORBIDDEN', 'The old password is wrong.', { facts: { path: 'password' } });
  }
  const hash = await users.hashes.make(newPassword);
  // Hashing takes a while, and meanwhile an admin may have given another one.
  if (users.find(user.id, user.tenant)?.password !== user.password) throw signInFailed();
  await notes.passwordChanged(callerOf(request), user, client);
  const session = users.signIn(users.update(user, { password: hash }));
  if (session === null) throw signInFailed();
  await limits.right(networkOf(client), user.name);
  return session;
}

// The one answer to a wrong name, a wrong password and a disabled user.
function signInFailed(): Problem {
  return new Problem('SIGN_IN_FAILED', 'The name or the password is wrong.', {
    headers: { 'www-authenticate': 'Bearer realm="whodid"' },
  });
}
