import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Clock } from '@whodid/core';
import type { Caller } from './caller.ts';
import { isRole, scopesOf } from './roles.ts';
import { hashOf, newSecret } from './secret.ts';

export const linkLifeMs: number = 10 * 60_000;
export const sessionLifeMs: number = 12 * 3_600_000;

/** Most links that wait at once. Beyond it the oldest stops working. */
const linkLimit = 100;

/** What somebody who signs in will be. */
export interface SignIn {
  readonly tenant: string;
  /** Whether they run this collector: see {@link Caller.operator}. */
  readonly operator: boolean;
  /** The stored key that made the link: the session ends with it. */
  readonly keyId?: string | null;
  /** Id of the user that they are, whose role and name the session has. `null` for none. */
  readonly user?: string | null;
}

interface Link extends SignIn {
  readonly expiresAt: number;
}

/**
 * Browser sessions of people, and the one-time links that turn into some.
 *
 * Links live in memory, since ten minutes are not worth surviving a restart. Sessions live in the
 * access file. Both as hashes only.
 */
export class Sessions {
  readonly #clock: Clock;
  readonly #links = new Map<string, Link>();
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeOf: StatementSync;
  readonly #removeOld: StatementSync;

  constructor(file: DatabaseSync, clock: Clock) {
    this.#clock = clock;
    this.#find = file.prepare(
      `select s.tenant, s.operator, s.key_id, s.user, u.name, u.user_id, u.role
       from sessions s left join keys k on k.id = s.key_id left join users u on u.id = s.user
       where s.hash = ?1 and s.expires_at > ?2 and (s.key_id is null or
         k.id is not null and k.revoked_at is null and coalesce(k.expires_at > ?2, true)) and
         (s.user is null or u.id is not null and u.disabled_at is null)`,
    );
    this.#insert = file.prepare(
      `insert into sessions (hash, tenant, operator, key_id, user, created_at, expires_at)
       values (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#remove = file.prepare('delete from sessions where hash = ?');
    this.#removeOf = file.prepare('delete from sessions where user = ?');
    this.#removeOld = file.prepare('delete from sessions where expires_at <= ?');
  }

  /** A new token for a link that signs in once, within ten minutes. */
  createLink({ tenant, operator, keyId = null, user = null }: SignIn): string {
    const token = newSecret();
    const oldest = this.#links.keys().next();
    if (this.#links.size >= linkLimit && !oldest.done) this.#links.delete(oldest.value);
    const expiresAt = this.#clock.now() + linkLifeMs;
    this.#links.set(nameOf(token), { tenant, operator, keyId, user, expiresAt });
    return token;
  }

  /** Turns a token into a session. The session's secret, or `null` if the token is not good. */
  redeem(token: string): string | null {
    const name = nameOf(token);
    const link = this.#links.get(name);
    // First of all it is used up: whatever happens next, nobody signs in with it again.
    this.#links.delete(name);
    if (link === undefined || link.expiresAt <= this.#clock.now()) return null;
    return this.begin(link);
  }

  /** Begins a session. Its secret, which nobody had before. */
  begin({ tenant, operator, keyId = null, user = null }: SignIn): string {
    const secret = newSecret();
    const now = this.#clock.now();
    this.#removeOld.run(now);
    const expiresAt = now + sessionLifeMs;
    this.#insert.run(hashOf(secret), tenant, operator ? 1 : 0, keyId, user, now, expiresAt);
    return secret;
  }

  /** Who has this session, or `null` if it is wrong, over or ended. */
  authenticate(secret: string): Caller | null {
    const hash = hashOf(secret);
    const row = this.#row(hash);
    if (row === undefined) return null;
    return {
      tenant: String(row.tenant),
      operator: row.operator === 1,
      keyId: row.key_id === null ? null : String(row.key_id),
      permissions: [],
      ...whoIs(row),
      via: 'session',
      stillValid: () => this.#row(hash) !== undefined,
    };
  }

  /** Ends a session at once. */
  end(secret: string): void {
    this.#remove.run(hashOf(secret));
  }

  /** Ends every session of a user at once, and the links that wait to become one. */
  endOf(user: string): void {
    this.#removeOf.run(user);
    for (const [name, link] of this.#links) {
      if (link.user === user) this.#links.delete(name);
    }
  }

  // Found by the hash of 256 random bits: how long the look-up takes tells nothing of use.
  #row(hash: Uint8Array): Row | undefined {
    return this.#find.get(hash, this.#clock.now());
  }
}

type Row = Record<string, SQLOutputValue>;

function whoIs({
  user,
  name,
  user_id,
  role,
}: Row): Pick<Caller, 'id' | 'name' | 'userId' | 'scopes'> {
  if (user === null) {
    // A page shows and sorts, and needs no more. What it could do besides, a script on it could do
    // too: make keys that outlive the session.
    const scopes = ['triage', 'audit'] as const;
    return { id: 'session', name: 'sign-in link', userId: null, scopes };
  }
  const scopes = isRole(role) ? scopesOf[role] : [];
  return { id: String(user), name: String(name), userId: String(user_id), scopes };
}

function nameOf(token: string): string {
  return hashOf(token).toString('base64url');
}
