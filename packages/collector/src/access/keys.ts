import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Clock, WhodidError } from '@whodid/core';
import { keyIdOf, newApiKey } from './api-key.ts';
import type { Caller } from './caller.ts';
import { scopes as knownScopes, type Scope } from './scopes.ts';
import { hashOf, sameHash } from './secret.ts';

/** What a new key shall be. */
export interface KeyRequest {
  /** For people, to tell keys apart: `shop-api`. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** @defaultValue `default` */
  readonly tenant?: string | undefined;
  /**
   * The person that it acts for, as in `actor.id` of entries. Needed for the scope `own`; without it
   * the key is a machine's.
   */
  readonly userId?: string | undefined;
  /** When it stops working, in milliseconds since 1970. Never if absent. */
  readonly expiresAt?: number | undefined;
}

/** A key as it is listed: everything but the secret, which is not kept. Times are epoch ms. */
export interface KeyInfo {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly tenant: string;
  readonly userId: string | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** Correct to a minute. */
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

interface Row {
  readonly id: string;
  readonly hash: Uint8Array;
  readonly name: string;
  readonly scopes: string;
  readonly tenant: string;
  readonly user_id: string | null;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
  readonly revoked_at: number | null;
}

// Compared with when there is no such key, so that a wrong id takes as long as a wrong secret.
const nobody = hashOf('');

/** The API keys of a collector, in its access file. */
export class Keys {
  readonly #clock: Clock;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #list: StatementSync;
  readonly #revoke: StatementSync;
  readonly #touch: StatementSync;
  /** Uses not written yet: a write costs an fsync, which a request must not wait for. */
  readonly #used = new Map<string, number>();

  constructor(file: DatabaseSync, clock: Clock) {
    this.#clock = clock;
    this.#find = file.prepare('select * from keys where id = ?');
    this.#insert = file.prepare(
      `insert into keys (id, hash, name, scopes, tenant, user_id, created_at, expires_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#list = file.prepare(
      'select * from keys where ?1 is null or tenant = ?1 order by created_at, id',
    );
    this.#revoke = file.prepare(
      `update keys set revoked_at = coalesce(revoked_at, ?1)
       where id = ?2 and (?3 is null or tenant = ?3)`,
    );
    // One statement for all of them is one commit, so one fsync.
    this.#touch = file.prepare(
      `update keys set last_used_at = used.value from json_each(?) as used where keys.id = used.key`,
    );
  }

  /**
   * Makes a key. Its text is told here and never again.
   *
   * @throws WhodidError `CONFIG_INVALID`.
   */
  create(request: KeyRequest): { readonly info: KeyInfo; readonly key: string } {
    const { name, scopes, tenant = 'default', userId = null, expiresAt = null } = request;
    demand(isName(name), 'name', 'text that is not empty');
    demand(isName(tenant), 'tenant', 'text that is not empty');
    demand(userId === null || isName(userId), 'userId', 'text that is not empty');
    demand(areScopes(scopes), 'scopes', `a list of ${knownScopes.join(', ')}`);
    demand(expiresAt === null || Number.isSafeInteger(expiresAt), 'expiresAt', 'a time');
    const nobodys = userId === null && scopes.includes('own');
    demand(!nobodys, 'userId', 'given with the scope own');
    const { id, key } = newApiKey();
    const now = this.#clock.now();
    this.#insert.run(id, hashOf(key), name, scopes.join(' '), tenant, userId, now, expiresAt);
    return { info: infoOf(this.#row(id) as Row), key };
  }

  /** Who holds this key, or `null` if it is wrong, expired or revoked. */
  authenticate(key: string): Caller | null {
    const id = keyIdOf(key);
    const row = id === null ? undefined : this.#row(id);
    const same = sameHash(hashOf(key), row?.hash ?? nobody);
    if (row === undefined || !same || !this.#isGood(row)) return null;
    this.#used.set(row.id, this.#clock.now());
    const { name, scopes, tenant, userId } = infoOf(row);
    return {
      id: row.id,
      name,
      scopes,
      tenant,
      userId,
      permissions: [],
      keyId: row.id,
      operator: false,
      via: 'key',
      stillValid: () => this.#isGood(this.#row(row.id)),
    };
  }

  /** The keys of a tenant, or of all with `null`, oldest first, revoked ones too. */
  list(tenant: string | null): readonly KeyInfo[] {
    this.flushUses();
    return (this.#list.all(tenant) as unknown as Row[]).map(infoOf);
  }

  /** Ends a key at once: the key, or `null` if there is none of this id, in this tenant unless `null`. */
  revoke(id: string, tenant: string | null): KeyInfo | null {
    const { changes } = this.#revoke.run(this.#clock.now(), id, tenant);
    return changes === 1 ? infoOf(this.#row(id) as Row) : null;
  }

  /** Writes when keys were last used. */
  flushUses(): void {
    if (this.#used.size === 0) return;
    this.#touch.run(JSON.stringify(Object.fromEntries(this.#used)));
    this.#used.clear();
  }

  #row(id: string): Row | undefined {
    return this.#find.get(id) as unknown as Row | undefined;
  }

  #isGood(row: Row | undefined): boolean {
    if (row === undefined || row.revoked_at !== null) return false;
    return row.expires_at === null || row.expires_at > this.#clock.now();
  }
}

function infoOf(row: Row): KeyInfo {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes.split(' ') as Scope[],
    tenant: row.tenant,
    userId: row.user_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function areScopes(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length > 0 && value.every((one) => knownScopes.includes(one))
  );
}

function demand(holds: boolean, option: string, wanted: string): void {
  if (holds) return;
  throw new WhodidError('CONFIG_INVALID', {
    option: `key.${option}`,
    wanted,
    got: 'something else',
  });
}
