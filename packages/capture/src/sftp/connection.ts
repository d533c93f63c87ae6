import { loseOpen } from './open-operations.ts';
import { patchMethod } from './patch-method.ts';
import type { ClientInside } from './sftp-client-like.ts';

/** What was wrong with a connection, as `ssh2` tells it. */
export interface Trouble {
  readonly level?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/**
 * Hears what becomes of a client's connection, which the errors of the library do not tell: they
 * give a lost connection the code of a generic failure, and refused credentials none.
 *
 * Listeners of ours would count towards the limit from which Node warns, so `emit` is looked at.
 */
export class Connection {
  readonly #client: object;
  readonly #stop: () => void;
  #breaks = 0;
  #trouble: Trouble | undefined;

  constructor(client: ClientInside) {
    const { client: ssh } = client;
    this.#client = client;
    this.#stop =
      ssh === undefined
        ? () => {}
        : patchMethod(ssh, 'emit', (call, [event, error]) => {
            this.#note(event, error);
            return call();
          });
  }

  /** How often it broke or ended. */
  get breaks(): number {
    return this.#breaks;
  }

  /** What was wrong last. */
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  /** A new attempt begins. */
  forget(): void {
    this.#trouble = undefined;
  }

  stop(): void {
    this.#stop();
  }

  #note(event: unknown, error: unknown): void {
    if (event !== 'end' && event !== 'close' && event !== 'error') return;
    this.#breaks += 1;
    if (event === 'close') loseOpen(this.#client);
    if (event === 'error' && typeof error === 'object' && error !== null) this.#trouble = error;
  }
}
