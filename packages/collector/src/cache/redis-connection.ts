import { Redis } from 'ioredis';
import type { RedisAddress } from './redis-address.ts';
import { within } from './within.ts';

export interface RedisConnectionOptions {
  readonly address: RedisAddress;
  /** Longest that a command may take. After that the connection is given up. */
  readonly limitMs: number;
  /** Called once, when it is of no use any more, with a reason that holds nothing secret. */
  readonly onLost: (reason: string) => void;
}

/** How long it may take to connect and sign in. Nobody waits for that. */
const connectMs = 2000;

/**
 * One connection to one run of a Redis. It does not mend itself: whatever goes wrong, it is over,
 * and no command is ever carried over to another connection, behind which may be other data.
 */
export class RedisConnection {
  readonly #client: Redis;
  readonly #limitMs: number;
  readonly #onLost: (reason: string) => void;
  #runId = '';
  #over = false;

  constructor({ address, limitMs, onLost }: RedisConnectionOptions) {
    this.#limitMs = limitMs;
    this.#onLost = onLost;
    const { tls, ...place } = address;
    this.#client = new Redis({
      ...place,
      ...(tls ? { tls: {} } : {}),
      lazyConnect: true,
      connectTimeout: connectMs,
      connectionName: 'whodid',
      disableClientInfo: true,
      enableOfflineQueue: false,
      enableReadyCheck: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    this.#client.on('error', (error) => this.#lose(reasonOf(error)));
    this.#client.on('end', () => this.#lose('the connection was closed'));
  }

  /** Different for every start of a server, and for each of its replicas. */
  get runId(): string {
    return this.#runId;
  }

  /** @throws if it cannot be opened; `onLost` has said why. */
  async open(): Promise<void> {
    const info = await this.#watched(
      within(
        connectMs,
        this.#client.connect().then(() => this.#client.info('server')),
      ),
    );
    this.#runId = /^run_id:(\w+)/m.exec(info)?.[1] ?? '';
    if (this.#runId !== '') return;
    this.#lose('it does not tell its run_id');
    throw new Error('no run_id');
  }

  /** @throws if there is no answer in time or it is an error; the connection is over then. */
  run<T>(command: (client: Redis) => Promise<T>): Promise<T> {
    return this.#watched(within(this.#limitMs, command(this.#client)));
  }

  /** Idempotent. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#client.disconnect();
    // It would first say goodbye to a server that may not listen.
    this.#client.stream?.destroy();
  }

  async #watched<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.#lose(reasonOf(error));
      throw error;
    }
  }

  #lose(reason: string): void {
    if (this.#over) return;
    this.close();
    this.#onLost(reason);
  }
}

// The first word says what it is: the rest of a message may hold what we sent.
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
  return /^[A-Z]{2,}\b/.exec(message)?.[0] ?? 'no answer in time';
}
