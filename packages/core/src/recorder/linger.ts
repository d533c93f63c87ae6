import type { DeliveryThread } from '../ship/delivery-thread.ts';

export interface LingerOptions {
  readonly thread: DeliveryThread;
  /** Whether everything recorded has been delivered, or as far as it can be for now. */
  isDone(): boolean;
}

const longestMs = 2000;
const lookMs = 5;
const tidyMs = 30;

/**
 * Gives delivery a moment at the natural end of a script, which has nothing left to do but that.
 * At any other end there is nothing to do: the ring has it, and the next process delivers it.
 */
export class Linger {
  readonly #options: LingerOptions;
  #listener: (() => void) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #doneFor = 0;

  constructor(options: LingerOptions) {
    this.#options = options;
  }

  /** Calls back whenever the process has nothing left to do. */
  listen(onBeforeExit: () => void): void {
    this.#listener = onBeforeExit;
    process.on('beforeExit', onBeforeExit);
  }

  /** Keeps the process alive until all up to `seq` is delivered, at most 2 s and once for each. */
  begin(seq: number): void {
    if (this.#timer !== null || seq <= this.#doneFor) return;
    this.#doneFor = seq;
    this.#options.thread.send({ type: 'tidy' });
    this.#look(performance.now() + longestMs);
  }

  stop(): void {
    if (this.#listener !== null) process.off('beforeExit', this.#listener);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #look(until: number): void {
    const over = this.#options.isDone() || performance.now() > until;
    if (over) this.#options.thread.send({ type: 'tidy' });
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        if (!over) this.#look(until);
      },
      over ? tidyMs : lookMs,
    );
  }
}
