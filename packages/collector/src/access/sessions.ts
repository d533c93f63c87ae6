import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '@whodid/core';
import type { Caller } from './caller.ts';
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
}

interface Link extends SignIn {
  readonly expiresAt: number;
}

/**
 * Sign-in of people: one-time links, and the browser sessions that they turn into.
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
  readonly #removeOld: StatementSync;

  constructor(file: DatabaseSync, clock: Clock) {
    this.#clock = clock;
    this.#find = file.prepare(
      `select s.tenant, s.operator, s.key_id
       from sessions s left join keys k on k.id = s.key_id
       where s.hash = ?1 and s.expires_at > ?2 and (s.key_id is null or
         k.id is not null and k.revoked_at is null and coalesce(k.expires_at > ?2, true))`,
    );
    this.#insert = file.prepare(
      `insert into sessions (hash, tenant, operator, key_id, created_at, expires_at)
       values (?, ?, ?, ?, ?, ?)`,
    );
    this.#remove = file.prepare('delete from sessions where hash = ?');
    this.#removeOld = file.prepare('delete from sessions where expires_at <= ?');
  }

  /** A new token for a link that signs in once, within ten minutes. */
  createLink({ tenant, operator, keyId = null }: SignIn): string {
    const token = newSecret();
    const oldest = this.#links.keys().next();
    if (this.#links.size >= linkLimit && !oldest.done) this.#links.delete(oldest.value);
    const expiresAt = this.#clock.now() + linkLifeMs;
    this.#links.set(nameOf(token), { tenant, operator, keyId, expiresAt });
    return token;
  }

  /** Turns a token into a session. The session's secret, or `null` if the token is not good. */
  redeem(token: string): string | null {
    const name = nameOf(token);
    const link = this.#links.get(name);
    // First of all it is used up: whatever happens next, nobody signs in with it again.
    this.#links.delete(name);
    const now = this.#clock.now();
    if (link === undefined || link.expiresAt <= now) return null;
    const secret = newSecret();
    this.#removeOld.run(now);
    const { tenant, operator, keyId = null } = link;
    const expiresAt = now + sessionLifeMs;
    this.#insert.run(hashOf(secret), tenant, operator ? 1 : 0, keyId, now, expiresAt);
    return secret;
  }

  /** Who has this session, or `null` if it is wrong, over or ended. */
  authenticate(secret: string): Caller | null {
    const hash = hashOf(secret);
    const found = this.#signedIn(hash);
    if (found === null) return null;
    return {
      id: 'session',
      name: 'signed in by link',
      // A page shows and sorts, and needs no more. What it could do besides, a script on it could do
      // too: make keys that outlive the session.
      scopes: ['triage', 'audit'],
      userId: null,
      permissions: [],
      ...found,
      via: 'session',
      stillValid: () => this.#signedIn(hash) !== null,
    };
  }

  /** Ends a session at once. */
  end(secret: string): void {
    this.#remove.run(hashOf(secret));
  }

  // Found by the hash of 256 random bits: how long the look-up takes tells nothing of use.
  #signedIn(hash: Uint8Array): Required<SignIn> | null {
    const row = this.#find.get(hash, this.#clock.now());
    if (row === undefined) return null;
    const keyId = row.key_id === null ? null : String(row.key_id);
    return { tenant: String(row.tenant), operator: row.operator === 1, keyId };
  }
}

function nameOf(token: string): string {
  return hashOf(token).toString('base64url');
}
