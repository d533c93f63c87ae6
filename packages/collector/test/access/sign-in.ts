import assert from 'node:assert/strict';
import type { Role } from '../../src/access/roles.ts';
import { type Ask, json, type Started, withKey } from '../start-collector.ts';

export const password = 'correct horse battery staple';

/** A user as the collector tells of them. */
export interface UserInfo {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly role: Role;
  readonly tenant: string;
  readonly signsInWith: string;
  readonly lastSignInAt?: string;
  readonly disabledAt?: string;
}

/** Whoever runs the collector. */
export function operatorOf({ ask, collector }: Started): Ask {
  return withKey(ask, collector.localKey);
}

/** Makes a user, who signs in with {@link password} unless told otherwise. */
export async function makeUser(
  started: Started,
  given: { name: string; role: Role; tenant?: string; userId?: string; password?: string },
): Promise<UserInfo> {
  const answer = await operatorOf(started)('/v1/users', json({ password, ...given }));
  const text = await answer.text();
  assert.equal(answer.status, 201, text);
  return JSON.parse(text) as UserInfo;
}

/** Tries to sign in, as the page does. */
export function tryToSignIn(
  { ask }: Started,
  name: string,
  given = password,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = json({ name, password: given });
  return ask('/v1/session', { ...body, headers: { ...body.headers, 'x-whodid': '1', ...headers } });
}

/** The cookie of an answer, as a browser sends it back. */
export function cookieOf(answer: Response): string {
  const cookie = answer.headers
    .getSetCookie()
    .find((one) => /^whodid_session=[\w-]{43};/.test(one));
  assert.ok(cookie !== undefined, `${answer.status} without a session`);
  return cookie.split(';')[0] ?? '';
}

/** Sends a cookie along, as a page of our own does. */
export function withCookie(ask: Ask, cookie: string): Ask {
  return (path, init = {}) =>
    ask(path, { ...init, headers: { ...init.headers, cookie, 'x-whodid': '1' } });
}

/** Signs in, and asks with the session from then on. */
export async function signedIn(started: Started, name: string, given = password): Promise<Ask> {
  const answer = await tryToSignIn(started, name, given);
  assert.equal(answer.status, 204, await answer.text());
  return withCookie(started.ask, cookieOf(answer));
}

interface Entry {
  readonly action: string;
  readonly [field: string]: unknown;
}

/** The entries of a tenant that match a query, oldest first. */
export async function entriesOf(
  started: Started,
  query: string,
  tenant = 'default',
): Promise<readonly Entry[]> {
  const auditor = await started.as(['audit'], tenant);
  const answer = await auditor(`/v1/entries?limit=500&q=${encodeURIComponent(query)}`);
  const { entries } = (await answer.json()) as { readonly entries: readonly Entry[] };
  return entries.toReversed();
}
