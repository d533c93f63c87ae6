import { Worker } from 'node:worker_threads';
import type { Counters } from './counters.ts';
import type { DeliveryConfig, FromDelivery, ToDelivery } from './messages.ts';

export interface DeliveryThreadOptions {
  readonly config: DeliveryConfig;
  readonly counters: Counters;
  onMessage(message: FromDelivery): void;
  /** Called when the thread ended by itself; it is started again within a second. */
  onCrash(reason: string): void;
}

const source = import.meta.url.endsWith('.ts');
const file = new URL(source ? './delivery-worker.ts' : './delivery-worker.js', import.meta.url);

const firstRestartMs = 100;
const usualRestartMs = 1000;
const longestRestartMs = 30_000;
// A thread that lived so long did not fail at once, so the next start is worth trying soon.
const healthyMs = 10_000;
const closeGraceMs = 2500;

/**
 * The app's end of the delivery thread: starts it, starts it again when it dies, and never keeps the
 * process alive for it unless somebody waits.
 */
export class DeliveryThread {
  readonly #options: DeliveryThreadOptions;
  #worker: Worker | null = null;
  #restart: NodeJS.Timeout | null = null;
  #failures = 0;
  #startedAt = 0;
  #held = false;
  #closing: Promise<void> | null = null;
  #onClosed: (() => void) | null = null;

  constructor(options: DeliveryThreadOptions) {
    this.#options = options;
    this.#start();
  }

  send(message: ToDelivery): void {
    this.#worker?.postMessage(message);
  }

  /** Keeps the process alive for the thread while somebody waits for it. */
  hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    if (held) {
      this.#worker?.ref();
      this.#restart?.ref();
    } else {
      this.#worker?.unref();
      this.#restart?.unref();
    }
  }

  /** Lets the thread deliver for `waitMs` and ends it. Resolves when it is gone. */
  close(waitMs: number): Promise<void> {
    this.#closing ??= this.#close(waitMs);
    return this.#closing;
  }

  async #close(waitMs: number): Promise<void> {
    this.hold(true);
    if (this.#restart !== null) clearTimeout(this.#restart);
    if (this.#worker === null) this.#start();
    const worker = this.#worker;
    if (worker === null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs + closeGraceMs);
      this.#onClosed = () => {
        clearTimeout(timer);
        resolve();
      };
      this.send({ type: 'close', waitMs });
    });
    this.#worker = null;
    await worker.terminate();
  }

  #start(): void {
    this.#restart = null;
    this.#startedAt = performance.now();
    this.#options.counters.asleep = false;
    try {
      this.#worker = startWorker(this.#options.config);
    } catch (error) {
      this.#ended(codeOf(error));
      return;
    }
    const worker = this.#worker;
    let reason = 'it ended';
    worker.on('message', (message: FromDelivery) => this.#receive(message));
    worker.on('error', (error) => {
      reason = codeOf(error);
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#ended(reason);
    });
    if (!this.#held) worker.unref();
  }

  #receive(message: FromDelivery): void {
    this.#options.onMessage(message);
    if (message.type === 'closed') this.#onClosed?.();
  }

  #ended(reason: string): void {
    this.#worker = null;
    this.#onClosed?.();
    if (this.#closing !== null) return;
    this.#failures = performance.now() - this.#startedAt > healthyMs ? 1 : this.#failures + 1;
    this.#options.onCrash(reason);
    this.#restart = setTimeout(() => this.#start(), restartMs(this.#failures));
    if (!this.#held) this.#restart.unref();
  }
}

// The first times within a second; one that never starts must not cost the app a core.
function restartMs(failures: number): number {
  if (failures === 1) return firstRestartMs;
  return Math.min(longestRestartMs, usualRestartMs * 2 ** Math.max(0, failures - 10));
}

// Neither the flags nor the NODE_OPTIONS of the app: its preloads would run in this thread too, and
// capture would then record our own deliveries. No warning of Node's may reach the app's output, and
// the streams are not read here, since reading would keep the process alive.
function startWorker(config: DeliveryConfig): Worker {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return new Worker(file, {
    name: 'whodid',
    workerData: config,
    env,
    execArgv: source ? ['--no-warnings', '--conditions=whodid-source'] : ['--no-warnings'],
    stdout: true,
    stderr: true,
  });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
