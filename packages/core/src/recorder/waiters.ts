import { WhodidError } from '../errors.ts';

/** Levels that come later than `record()` returns. */
export type LaterLevel = 'host' | 'remote';

/** What somebody waits for. */
export interface Awaited {
  readonly level: LaterLevel;
  /** Everything up to this number. */
  readonly seq: number;
  /** Whether it is about this one entry, so that its refusal is the answer. */
  readonly single: boolean;
}

interface Waiter extends Awaited {
  readonly timer: NodeJS.Timeout;
  resolve(): void;
  reject(error: WhodidError): void;
}

/** Callers who wait for an entry, or for all up to it, to be at a level. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();
  readonly #onCount: (count: number) => void;

  /** @param onCount - told how many wait, whenever that changes. */
  constructor(onCount: (count: number) => void) {
    this.#onCount = onCount;
  }

  get count(): number {
    return this.#waiting.size;
  }

  /**
   * Resolves when it is so.
   *
   * @throws WhodidError `ACKNOWLEDGEMENT_LATE` after `waitMs`; `ENTRY_REFUSED`; `RECORDER_CLOSED`.
   */
  until(awaited: Awaited, waitMs: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#remove(waiter);
        reject(new WhodidError('ACKNOWLEDGEMENT_LATE', { level: awaited.level, waitMs }));
      }, waitMs);
      const waiter: Waiter = { ...awaited, timer, resolve, reject };
      this.#waiting.add(waiter);
      this.#onCount(this.#waiting.size);
    });
  }

  /** Delivered is safer than on the host, so it stands for both. */
  reached(onHost: number, settled: number): void {
    for (const waiter of this.#waiting) {
      const reached = waiter.level === 'host' ? Math.max(onHost, settled) : settled;
      if (waiter.seq > reached) continue;
      this.#remove(waiter);
      waiter.resolve();
    }
  }

  /** The entry is in quarantine: it is on the host and will never be at `remote`. */
  refused(seq: number, error: WhodidError): void {
    for (const waiter of this.#waiting) {
      if (!waiter.single || waiter.seq !== seq || waiter.level !== 'remote') continue;
      this.#remove(waiter);
      waiter.reject(error);
    }
  }

  /** Nothing more will come. */
  end(error: WhodidError): void {
    for (const waiter of this.#waiting) {
      this.#remove(waiter);
      waiter.reject(error);
    }
  }

  #remove(waiter: Waiter): void {
    clearTimeout(waiter.timer);
    this.#waiting.delete(waiter);
    this.#onCount(this.#waiting.size);
  }
}
