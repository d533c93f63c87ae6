import type { Actor } from '@whodid/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem/problem.ts';
import type { Scope } from './scopes.ts';

/** Who sends a request, as told by a credential that was checked. */
export interface Caller {
  /** Id of the key, or the name of a built-in credential. Cannot be used to sign in. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The one tenant whose entries this caller writes and reads. */
  readonly tenant: string;
  /** Who this is in entries: the `actor.id` of the person's own history. `null` for a machine. */
  readonly userId: string | null;
  /** Further permissions, by the names that the issuer of a token gave them. */
  readonly permissions: readonly string[];
  /** The stored key behind this: the key itself, or the one that made a session's link. */
  readonly keyId: string | null;
  /** Whether the caller runs this collector and so manages the keys of every tenant. */
  readonly operator: boolean;
  /**
   * `session` is a browser's cookie, and so is, most likely, what an app goes by that the dashboard is
   * mounted in (`app`): a foreign page could make use of it.
   */
  readonly via: 'key' | 'token' | 'session' | 'app';
  /** Whether the credential is still good now. For requests that last. Never rejects. */
  stillValid(): boolean | Promise<boolean>;
}

/** The caller as the actor of an entry. */
export function actorOf({ id, name, userId, keyId, via }: Caller): Actor {
  const credential = keyId === null ? {} : { credential: keyId };
  if (userId !== null) return { type: 'user', id: userId, name, ...credential };
  return { type: via === 'session' ? 'user' : 'service', id, name, ...credential };
}

const callers = new WeakMap<FastifyRequest, Caller>();

/** Notes who sends a request. Only the guard calls this. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/**
 * Who sends a request.
 *
 * @throws Problem `UNAUTHENTICATED` on a route that lets anyone in.
 */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw unauthenticated();
  return caller;
}

/**
 * The one answer to missing, wrong, expired and revoked credentials. They are not told apart: which
 * of them it is would help only somebody who guesses.
 */
export function unauthenticated(): Problem {
  const detail =
    'Send a valid key or token as "Authorization: Bearer KEY". It may be missing, wrong, expired or revoked.';
  return new Problem('UNAUTHENTICATED', detail, {
    headers: { 'www-authenticate': 'Bearer realm="whodid"' },
  });
}
