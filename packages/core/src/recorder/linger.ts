import type { DeliveryThread } from '../ship/delivery-thread.ts';

export interface LingerOptions {
  readonly thread: DeliveryThread;
  /** Called when the process has nothing left to do. */
  beforeExit(): void;
  /** Called when the process ends, whatever the reason. */
  exit(): void;
  /** Whether everything recorded has been delivered, or as far as it can be for now. */
  isDone(): boolean;
}

const longestMs = 2000;
const lookMs = 5;

/**
 * Gives delivery a moment at the natural end of a script, which has nothing left to do but that.
 * At any other end there is nothing to do: the ring has it, and the next process delivers it.
 */
export class Linger {
  readonly #options: LingerOptions;
  #timer: NodeJS.Timeout | null = null;
  #doneFor = 0;

  constructor(options: LingerOptions) {
    this.#options = options;
    process.on('beforeExit', options.beforeExit);
    process.on('exit', options.exit);
  }

  /** Keeps the process alive until all up to `seq` is delivered, at most 2 s and once for each. */
  begin(seq: number): void {
    if (this.#timer !== null || seq <= this.#doneFor) return;
    this.#doneFor = seq;
    this.#options.thread.send({ type: 'tidy' });
    this.#look(performance.now() + longestMs);
  }

  stop(): void {
    process.off('beforeExit', this.#options.beforeExit);
    process.off('exit', this.#options.exit);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #look(until: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#options.isDone() && performance.now() < until) this.#look(until);
    }, lookMs);
  }
}
