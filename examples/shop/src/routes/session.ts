import { type RequestHandler, Router } from 'express';
import { hashPassword, passwordFits } from '../auth/passwords.ts';
import { only, personOf, sessionCookie } from '../auth/signed-in.ts';
import { findSignIn } from '../data/people.ts';
import { problem } from '../problem.ts';
import type { Shop } from '../shop.ts';

const sessionMinutes = 60;

/** Signing in and out. */
export function sessionRoutes(shop: Shop): Router {
  const routes = Router();
  routes.post('/', signIn(shop));
  routes.delete('/', only('customer', 'support', 'admin'), (request, response) => {
    const { id, name } = personOf(request);
    shop.recorder.record({
      kind: 'auth',
      stream: 'LOGIN',
      action: 'user.logout',
      actor: { type: 'user', id, name },
    });
    response.clearCookie(sessionCookie).status(204).end();
  });
  return routes;
}

function signIn({ database, tokens, recorder }: Shop): RequestHandler {
  const nobodysHash = hashPassword('what is compared when nobody has that address');

  return async function signInRequest(request, response) {
    const { email, password } = (request.body ?? {}) as Record<string, unknown>;
    if (typeof email !== 'string' || typeof password !== 'string') {
      return problem(response, 400, 'email and password are needed');
    }
    const found = findSignIn(database, email);
    // Always one comparison, so that the time it takes does not tell which addresses exist.
    const fits = await passwordFits(password, found?.passwordHash ?? (await nobodysHash));
    const attempt = { kind: 'auth', stream: 'LOGIN', action: 'user.login' } as const;
    if (found === undefined || !fits) {
      recorder.record({
        ...attempt,
        outcome: 'failure',
        reason: found === undefined ? 'nobody has that address' : 'wrong password',
        targets: found === undefined ? [] : [{ type: 'user', id: found.person.id }],
        data: { email },
      });
      return problem(response, 401, 'E-mail address or password is wrong');
    }

    request.person = found.person;
    recorder.record({ ...attempt, actor: { type: 'user', ...found.person } });
    const accessToken = await tokens.issue(found.person.id, sessionMinutes);
    response.cookie(sessionCookie, accessToken, { httpOnly: true, sameSite: 'strict' });
    response.status(201).json({ accessToken, person: found.person });
  };
}
