import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '@whodid/core';
import { openAccessFile } from './access-file.ts';
import { newApiKey } from './api-key.ts';
import type { Caller } from './caller.ts';
import { Keys } from './keys.ts';
import { hashOf, sameHash } from './secret.ts';
import { Sessions } from './sessions.ts';

export interface AccessOptions {
  readonly dataDir: string;
  /** A further admin key, from the configuration. `null` for none. */
  readonly adminKey: string | null;
  readonly clock: Clock;
}

const flushEveryMs = 60_000;

/** The tenant of whoever runs the collector, and of keys that name none. */
export const defaultTenant = 'default';

/** Everything that tells who somebody is: stored keys, two built-in keys, sessions. */
export class Access {
  readonly keys: Keys;
  readonly sessions: Sessions;
  /** An admin key that is good as long as this object lives, for the command line on this machine. */
  readonly localKey: string = newApiKey().key;
  readonly #builtIn: readonly { readonly hash: Buffer; readonly caller: Caller }[];
  readonly #file: DatabaseSync;
  readonly #timer: NodeJS.Timeout;

  constructor({ dataDir, adminKey, clock }: AccessOptions) {
    this.#file = openAccessFile(dataDir);
    this.keys = new Keys(this.#file, clock);
    this.sessions = new Sessions(this.#file, clock);
    this.#builtIn = [
      { hash: hashOf(this.localKey), caller: operator('local', 'this machine') },
      ...(adminKey === null
        ? []
        : [{ hash: hashOf(adminKey), caller: operator('admin', 'configured admin key') }]),
    ];
    this.#timer = setInterval(() => this.keys.flushUses(), flushEveryMs).unref();
  }

  /** Who holds this key, or `null` if it is not good now. */
  byKey(key: string): Caller | null {
    const hash = hashOf(key);
    // No early end: how long it takes must not tell which of them was compared last.
    const found = this.#builtIn.filter((candidate) => sameHash(candidate.hash, hash));
    return found[0]?.caller ?? this.keys.authenticate(key);
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
    scopes: ['admin'],
    tenant: defaultTenant,
    keyId: null,
    operator: true,
    via: 'key',
    stillValid: () => true,
  };
}
