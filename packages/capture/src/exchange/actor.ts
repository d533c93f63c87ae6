import type { Actor, Recorder } from '@whodid/core';

export const anonymous: Actor = Object.freeze({ type: 'anonymous', id: 'anonymous' });

/**
 * Reads who made the request from what sign-in middleware has left there: `request.user` (passport
 * and most others) or `request.auth` (express-jwt), by its `id`, `sub`, `username` or `email`.
 *
 * Looks only at what the app has verified; it never opens a token by itself.
 */
export function signedInUser(request: object): Actor | null {
  const { user, auth } = request as { readonly user?: unknown; readonly auth?: unknown };
  return userActor(user) ?? userActor(auth);
}

/** A user object of any app as an actor, by its `id`, `sub`, `username` or `email`. */
export function userActor(user: unknown): Actor | null {
  if (typeof user !== 'object' || user === null) return null;
  const found = user as { readonly [key: string]: unknown };
  const id = [found.id, found.sub, found.username, found.email].find(isId);
  if (id === undefined) return null;
  const name = [found.name, found.displayName, found.username].find(isText);
  return {
    type: 'user',
    id: String(id),
    ...(name === undefined ? {} : { name }),
    ...(isText(found.email) ? { email: found.email } : {}),
    ...(isText(found.role) ? { role: found.role } : {}),
  };
}

function isId(value: unknown): value is string | number | bigint {
  return isText(value) || typeof value === 'number' || typeof value === 'bigint';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Asks `actorOf`, which is not our code: what it throws is a fault and makes the actor anonymous. */
export function askActor<Req>(
  recorder: Recorder,
  actorOf: (request: Req) => Actor | null | undefined,
  request: Req,
): Actor {
  try {
    const actor: unknown = actorOf(request);
    if (actor === null || actor === undefined) return anonymous;
    if (typeof actor === 'object' && !(actor instanceof Promise)) return actor as Actor;
    // An async function by mistake. Nobody else would handle its rejection.
    if (actor instanceof Promise) actor.catch(() => {});
    throw new TypeError('actorOf must return an actor, not a promise or a plain value');
  } catch (error) {
    recorder.fault('capture.actorOf', error);
    return anonymous;
  }
}
