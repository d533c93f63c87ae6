import { randomBytes } from 'node:crypto';
import type { Clock } from '@whodid/core';
import { type AnswerCache, answerLifeMs, type Owner } from './answer-cache.ts';
import { hashedName } from './hashed-name.ts';
import type { RedisAddress } from './redis-address.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RedisLink, versionKey } from './redis-link.ts';
import { type AnswerShelf, type Spot, VersionedAnswers } from './versioned-answers.ts';

export interface RedisAnswersOptions {
  readonly address: RedisAddress;
  /**
   * Name of the store that is asked, and of no other in the world. Collectors that give the same
   * share their answers, so they must read the same store.
   */
  readonly storeId: string;
  readonly clock: Clock;
  /** Told when Redis cannot be used, and why. Never anything secret. */
  readonly onNotice: (line: string) => void;
  /**
   * Longest that Redis may take for a command, in milliseconds.
   *
   * @defaultValue 250
   */
  readonly limitMs?: number;
  /**
   * How long it is left alone after a failure, in milliseconds; up to ten times as long if it fails
   * again and again.
   *
   * @defaultValue 500
   */
  readonly retryMs?: number;
}

/**
 * Keeps answers in Redis, where several collectors find them. It connects in the background; while
 * there is no connection, every answer comes from the store.
 */
export function redisAnswers(options: RedisAnswersOptions): AnswerCache {
  return new VersionedAnswers(new RedisShelf(options), options.clock);
}

/** Longer than an answer, or answers would go with the version of their owner. */
const versionLifeMs = 60 * 60 * 1000;

class RedisShelf implements AnswerShelf {
  readonly kind = 'redis';
  readonly #link: RedisLink;
  readonly #storeId: string;
  readonly #clock: Clock;

  constructor({ limitMs = 250, retryMs = 500, storeId, ...rest }: RedisAnswersOptions) {
    this.#link = new RedisLink({ ...rest, limitMs, retryMs });
    this.#storeId = storeId;
    this.#clock = rest.clock;
  }

  async find(owner: Owner, question: string): Promise<Spot | null> {
    const { connection } = this.#link;
    if (connection === null) return null;
    const { tenant, userId } = owner;
    const versionAt = versionKey(connection, this.#nameOf(owner));
    const place = `whodid:a:${hashedName(this.#storeId, tenant, userId, question)}`;
    try {
      const [known, value] = await connection.run((client) => client.mget(versionAt, place));
      const version = known ?? (await makeVersion(connection, versionAt));
      return {
        name: `${place} ${version}`,
        kept: this.#good(value ?? null, version),
        keep: (answer, ageMs) => this.#keep(connection, { place, version, answer, ageMs }),
      };
    } catch {
      return null;
    }
  }

  invalidate(owners: readonly Owner[]): Promise<void> {
    return this.#link.invalidate(new Set(owners.map((owner) => this.#nameOf(owner))));
  }

  warning(): string | undefined {
    return this.#link.warning;
  }

  close(): void {
    this.#link.close();
  }

  #nameOf({ tenant, userId }: Owner): string {
    return hashedName(this.#storeId, tenant, userId);
  }

  // The time is there besides the expiry, because a command may lie in a socket for long.
  #good(value: string | null, version: string): string | null {
    if (value === null || !value.startsWith(`${version} `)) return null;
    const end = value.indexOf(' ', version.length + 1);
    const askedAt = Number(value.slice(version.length + 1, end));
    return Math.abs(this.#clock.now() - askedAt) < answerLifeMs ? value.slice(end + 1) : null;
  }

  // Nobody waits for it: commands of one connection arrive in order.
  #keep(connection: RedisConnection, { place, version, answer, ageMs }: Keeping): void {
    const askedAt = Math.floor(this.#clock.now() - ageMs);
    const value = `${version} ${askedAt} ${answer}`;
    const lifeMs = Math.ceil(answerLifeMs - ageMs);
    connection.run((client) => client.set(place, value, 'PX', lifeMs)).catch(() => {});
  }
}

interface Keeping {
  readonly place: string;
  readonly version: string;
  readonly answer: string;
  readonly ageMs: number;
}

// Random and not counted: a counter that was evicted would begin again, and old answers be good
// again. Whoever comes first makes it, and everybody takes what is there then.
async function makeVersion(connection: RedisConnection, key: string): Promise<string> {
  const version = randomBytes(16).toString('base64url');
  const [, made] = await connection.run((client) =>
    Promise.all([client.set(key, version, 'PX', versionLifeMs, 'NX'), client.get(key)]),
  );
  // Another collector's change may have come between. Then nothing is known.
  if (made === null) throw new Error('the version is gone again');
  return made;
}
