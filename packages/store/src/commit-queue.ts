import type { Receipt } from '@whodid/core';
import { appendIsolating } from './append-isolating.ts';
import type { Arrival, StoreDriver } from './store-driver.ts';
import { toStoreFault } from './store-fault.ts';

/** One call of `append` that waits for its receipts. */
interface Call {
  readonly receipts: (Receipt | undefined)[];
  left: number;
  failed: boolean;
  readonly resolve: (receipts: readonly Receipt[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Waiting {
  readonly arrival: Arrival;
  readonly call: Call;
  readonly index: number;
}

/**
 * Lets concurrent calls share commits. While one commit runs, what comes in waits, and all of it
 * goes together in the next: a commit costs a disk flush, whether it holds one entry or a thousand.
 */
export class CommitQueue {
  readonly #driver: StoreDriver;
  readonly #onCommitted: (batch: readonly Arrival[], receipts: readonly Receipt[]) => void;
  #waiting: Waiting[] = [];
  #onTheWay = 0;

  constructor(
    driver: StoreDriver,
    onCommitted: (batch: readonly Arrival[], receipts: readonly Receipt[]) => void,
  ) {
    this.#driver = driver;
    this.#onCommitted = onCommitted;
  }

  add(arrivals: readonly Arrival[]): Promise<readonly Receipt[]> {
    return new Promise((resolve, reject) => {
      if (arrivals.length === 0) {
        resolve([]);
        return;
      }
      const receipts = new Array<Receipt | undefined>(arrivals.length);
      const call: Call = { receipts, left: arrivals.length, failed: false, resolve, reject };
      for (const [index, arrival] of arrivals.entries()) {
        this.#waiting.push({ arrival, call, index });
      }
      // Calls of the same turn of the event loop go together from the start.
      queueMicrotask(() => this.#run());
    });
  }

  #run(): void {
    const limit = this.#driver.appendsAtOnce ?? 1;
    while (this.#onTheWay < limit && this.#waiting.length > 0) {
      this.#onTheWay += 1;
      void this.#commit(this.#take()).then(() => {
        this.#onTheWay -= 1;
        this.#run();
      });
    }
  }

  #take(): readonly Waiting[] {
    const batch = this.#waiting.slice(0, this.#driver.maxBatch);
    this.#waiting = this.#waiting.slice(batch.length);
    return batch;
  }

  // Never rejects: what goes wrong is for the calls of this batch.
  async #commit(batch: readonly Waiting[]): Promise<void> {
    const arrivals = batch.map(({ arrival }) => arrival);
    try {
      const receipts = await appendIsolating(this.#driver, arrivals);
      this.#onCommitted(arrivals, receipts);
      for (const [index, receipt] of receipts.entries()) settle(batch[index], receipt);
    } catch (error) {
      this.#fail(batch, toStoreFault(this.#driver.name, error));
    }
  }

  // A call that was cut over several commits fails as a whole. What it still has waiting is not
  // tried: the caller sends all of it again, and what is there already is a duplicate.
  #fail(batch: readonly Waiting[], error: Error): void {
    for (const { call } of batch) {
      call.failed = true;
      call.reject(error);
    }
    this.#waiting = this.#waiting.filter(({ call }) => !call.failed);
  }
}

function settle(waiting: Waiting | undefined, receipt: Receipt): void {
  if (waiting === undefined) return;
  const { call, index } = waiting;
  call.receipts[index] = receipt;
  call.left -= 1;
  if (call.left === 0) call.resolve(call.receipts as readonly Receipt[]);
}
