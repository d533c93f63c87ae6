import type { Clock } from '@whodid/core';
import { hashedName } from './hashed-name.ts';
import type { RedisAddress } from './redis-address.ts';
import { RedisConnection } from './redis-connection.ts';
import { UnsentOwners } from './unsent-owners.ts';

export interface RedisLinkOptions {
  readonly address: RedisAddress;
  readonly clock: Clock;
  readonly limitMs: number;
  /** The first pause after a failure. Each further one doubles it, up to ten times as much. */
  readonly retryMs: number;
  readonly onNotice: (line: string) => void;
}

const ownersAtOnce = 1000;

/**
 * Keeps a connection to Redis as well as can be. After the first failure nobody asks it any more,
 * until, in the background, a new connection was made and has heard of every change that was missed.
 */
export class RedisLink {
  readonly #options: RedisLinkOptions;
  readonly #unsent: UnsentOwners;
  /** Changes on their way, on whatever connection. */
  readonly #sending = new Set<Promise<void>>();
  #current: RedisConnection;
  #isOpen = false;
  #openedAt = 0;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  #warning: string | undefined = warningOf('not connected yet');
  #told: string | undefined;

  constructor(options: RedisLinkOptions) {
    this.#options = options;
    this.#unsent = new UnsentOwners(options.clock);
    this.#current = this.#connect();
  }

  /** The connection that may be read from now, if there is one. */
  get connection(): RedisConnection | null {
    return this.#isOpen ? this.#current : null;
  }

  get warning(): string | undefined {
    return this.#warning;
  }

  /** Ends the versions of owners, or remembers to do so. Never rejects. */
  async invalidate(owners: ReadonlySet<string>): Promise<void> {
    const { connection } = this;
    if (connection === null) {
      this.#unsent.add(owners);
      return;
    }
    const sent = endVersions(connection, [...owners]).catch(() => this.#unsent.add(owners));
    this.#sending.add(sent);
    await sent;
    this.#sending.delete(sent);
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#isOpen = false;
    clearTimeout(this.#retry);
    this.#current.close();
  }

  #connect(): RedisConnection {
    const { address, limitMs } = this.#options;
    const onLost = (reason: string): void => this.#lose(reason);
    const connection = new RedisConnection({ address, limitMs, onLost });
    // What goes wrong has been told by then.
    void this.#prepare(connection).catch(() => {});
    return connection;
  }

  async #prepare(connection: RedisConnection): Promise<void> {
    await connection.open();
    // What was on its way over the connection before may have failed, and is unsent then.
    await Promise.all(this.#sending);
    for (;;) {
      const owners = this.#unsent.take(ownersAtOnce);
      if (owners.length === 0) break;
      await endVersions(connection, owners).catch((error: unknown) => {
        this.#unsent.add(owners);
        throw error;
      });
    }
    // From here to the end in one turn: nothing can come between that would be unsent.
    const pauseMs = this.#unsent.pauseMs();
    if (pauseMs > 0) {
      connection.close();
      this.#wait('too many changes were missed', Math.min(pauseMs, this.#longestMs));
      return;
    }
    this.#isOpen = true;
    this.#openedAt = performance.now();
    this.#warning = undefined;
  }

  get #longestMs(): number {
    return 10 * this.#options.retryMs;
  }

  #lose(reason: string): void {
    const lasted = this.#isOpen && performance.now() - this.#openedAt > this.#longestMs;
    this.#isOpen = false;
    if (lasted) {
      this.#failures = 0;
      this.#told = undefined;
    }
    this.#wait(reason, Math.min(this.#options.retryMs * 2 ** this.#failures, this.#longestMs));
    this.#failures += 1;
  }

  #wait(reason: string, waitMs: number): void {
    if (this.#closed) return;
    this.#warning = warningOf(reason);
    // Not the same again with every attempt.
    if (this.#told !== this.#warning) this.#options.onNotice(this.#warning);
    this.#told = this.#warning;
    this.#retry = setTimeout(() => {
      this.#current = this.#connect();
    }, waitMs).unref();
  }
}

function endVersions(connection: RedisConnection, owners: readonly string[]): Promise<void> {
  return connection.run(async (client) => {
    await client.del(owners.map((owner) => versionKey(connection, owner)));
  });
}

/**
 * The key of an owner's version in the run of Redis behind a connection. In another run all versions
 * are new: a server that was started again with data of before, or a replica that took over and had
 * not heard of everything, must not be believed.
 */
export function versionKey({ runId }: RedisConnection, owner: string): string {
  return `whodid:v:${hashedName(runId, owner)}`;
}

function warningOf(reason: string): string {
  return `Redis is not used (${reason}): every answer comes from the store`;
}
