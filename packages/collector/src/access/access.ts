import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '@whodid/core';
import { openAccessFile } from './access-file.ts';
import { newApiKey } from './api-key.ts';
import type { Caller } from './caller.ts';
import type { JwtAccessOptions } from './jwt-access-options.ts';
import { Keys } from './keys.ts';
import { hashOf, sameHash } from './secret.ts';
import { Sessions } from './sessions.ts';
import { defaultTenant } from './tenant.ts';
import { TokenCallers } from './token-callers.ts';
import { Users } from './users.ts';

export interface AccessOptions {
  readonly dataDir: string;
  /** A further admin key, from the configuration. `null` for none. */
  readonly adminKey: string | null;
  /** How tokens of an app's own users are verified. `null` if there are none. */
  readonly jwt: JwtAccessOptions | null;
  readonly clock: Clock;
}

const flushEveryMs = 60_000;

/** Everything that tells who somebody is: stored keys, two built-in keys, users, sessions. */
export class Access {
  readonly keys: Keys;
  readonly sessions: Sessions;
  readonly users: Users;
  /** An admin key that is good as long as this object lives, for the command line on this machine. */
  readonly localKey: string = newApiKey().key;
  readonly #builtIn: readonly { readonly hash: Buffer; readonly caller: Caller }[];
  readonly #tokens: TokenCallers | null;
  readonly #file: DatabaseSync;
  readonly #timer: NodeJS.Timeout;

  constructor({ dataDir, adminKey, jwt, clock }: AccessOptions) {
    this.#tokens = jwt === null ? null : new TokenCallers(jwt, clock);
    this.#file = openAccessFile(dataDir);
    this.keys = new Keys(this.#file, clock);
    this.sessions = new Sessions(this.#file, clock);
    this.users = new Users(this.#file, clock, this.sessions);
    this.#builtIn = [
      { hash: hashOf(this.localKey), caller: operator('local', 'this machine') },
      ...(adminKey === null
        ? []
        : [{ hash: hashOf(adminKey), caller: operator('admin', 'configured admin key') }]),
    ];
    this.#timer = setInterval(() => this.keys.flushUses(), flushEveryMs).unref();
  }

  /** Whether tokens of an app's own users are good here. */
  get takesTokens(): boolean {
    return this.#tokens !== null;
  }

  /** Who holds this key, or `null` if it is not good now. */
  byKey(key: string): Caller | null {
    const hash = hashOf(key);
    // No early end: how long it takes must not tell which of them was compared last.
    const found = this.#builtIn.filter((candidate) => sameHash(candidate.hash, hash));
    return found[0]?.caller ?? this.keys.authenticate(key);
  }

  /** Who sends this, a key or a token, or `null` if it is not good now. */
  async byCredential(credential: string): Promise<Caller | null> {
    // Every key that we made begins so, and no token does.
    const caller = this.byKey(credential);
    if (caller !== null || this.#tokens === null || credential.startsWith('whd_')) return caller;
    return await this.#tokens.authenticate(credential);
  }

  /** 32 random bytes by name that only this data directory knows, the same after a restart. */
  secret(name: string): Uint8Array {
    const known = this.#file.prepare('select value from secret where name = ?').get(name)?.value;
    if (known instanceof Uint8Array) return known;
    const value = new Uint8Array(randomBytes(32));
    this.#file.prepare('insert into secret (name, value) values (?, ?)').run(name, value);
    return value;
  }

  /** Writes what is not written yet and closes the file. Idempotent. */
  close(): void {
    if (!this.#file.isOpen) return;
    clearInterval(this.#timer);
    this.keys.flushUses();
    this.#file.close();
  }
}

function operator(id: string, name: string): Caller {
  return {
    id,
    name,
    scopes: ['admin', 'ingest'],
    tenant: defaultTenant,
    userId: null,
    permissions: [],
    keyId: null,
    operator: true,
    via: 'key',
    stillValid: () => true,
  };
}
