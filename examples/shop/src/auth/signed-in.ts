import type { Request, RequestHandler } from 'express';
import { findPerson, type Person, type Role } from '../data/people.ts';
import { problem } from '../problem.ts';
import type { Shop } from '../shop.ts';

declare global {
  namespace Express {
    interface Request {
      /** Who is signed in. */
      person?: Person;
    }
  }
}

/** The cookie that browsers carry the token in. */
export const sessionCookie = 'shop_session';
const inCookie = /(?:^|; )shop_session=([^;]+)/;

/**
 * Finds out who asks, from a bearer token, the session cookie, or `?access_token=` as in the links
 * of our e-mails. A request without any of them goes on as nobody.
 */
export function identify({ database, tokens, recorder }: Shop): RequestHandler {
  return async function identifyRequest(request, response, next) {
    const token = tokenOf(request);
    if (token === undefined) return next();
    try {
      const person = findPerson(database, await tokens.read(token));
      if (person === undefined) throw new Error('Nobody has that id any more');
      request.person = person;
    } catch {
      recorder.record({ kind: 'auth', action: 'token.refuse', outcome: 'denied' });
      return problem(response, 401, 'That token is not valid here');
    }
    next();
  };
}

/** Lets only these roles pass: 401 for nobody, 403 for the others. */
export function only(...allowed: readonly Role[]): RequestHandler {
  return function checkRole({ person }, response, next) {
    if (person === undefined) return problem(response, 401, 'Sign in first');
    if (!allowed.includes(person.role)) return problem(response, 403, 'Not for your role');
    next();
  };
}

/** The person who is signed in, in a handler behind {@link only}. */
export function personOf(request: Request): Person {
  if (request.person === undefined) throw new Error('This route needs only() before it');
  return request.person;
}

function tokenOf(request: Request): string | undefined {
  const bearer = request.get('authorization')?.match(/^Bearer (.+)$/i)?.[1];
  if (bearer !== undefined) return bearer;
  const inUrl = request.query.access_token;
  if (typeof inUrl === 'string') return inUrl;
  return request.get('cookie')?.match(inCookie)?.[1];
}
