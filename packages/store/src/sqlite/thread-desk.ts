import { Worker } from 'node:worker_threads';
import { type ErrorCode, type ErrorFacts, WhodidError } from '@whodid/core';
import type { AsyncDesk } from './async-desk.ts';
import type { DeskMethod, DeskRequests } from './desk.ts';

/** A request on its way to the thread. */
export interface DeskCall {
  readonly number: number;
  readonly method: DeskMethod;
  readonly args: readonly unknown[];
}

/** Its answer: a value, one of our errors taken apart, or any other error. */
export interface DeskAnswer {
  readonly number: number;
  readonly value?: unknown;
  readonly fault?: { readonly code: ErrorCode; readonly facts: ErrorFacts[ErrorCode] };
  readonly error?: unknown;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A desk in a thread of its own, so that waiting for the disk blocks nobody else. The thread is
 * started by the first request, and again by the first one after it broke; what was on its way then
 * fails with `STORE_UNAVAILABLE`.
 */
export class ThreadDesk implements AsyncDesk {
  readonly #directory: string;
  readonly #module: URL;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #lastNumber = 0;

  /** `module` is what runs in the thread: `desk-thread.ts`. */
  constructor(directory: string, module: URL = threadModule) {
    this.#directory = directory;
    this.#module = module;
  }

  request<M extends DeskMethod>(
    method: M,
    args: Parameters<DeskRequests[M]>,
    handedOver: readonly ArrayBuffer[] = [],
  ): Promise<ReturnType<DeskRequests[M]>> {
    return new Promise((resolve, reject) => {
      this.#worker ??= this.#start();
      this.#lastNumber += 1;
      const call: DeskCall = { number: this.#lastNumber, method, args };
      this.#pending.set(call.number, { resolve: resolve as (value: unknown) => void, reject });
      this.#worker.ref();
      this.#worker.postMessage(call, handedOver);
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    worker.ref();
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('close');
    await ended;
  }

  #start(): Worker {
    const worker = new Worker(this.#module, {
      workerData: this.#directory,
      name: 'whodid store',
      // Nothing of the process is needed there; least of all what NODE_OPTIONS preloads.
      env: {},
      execArgv: fromSource ? ['--conditions=whodid-source'] : [],
    });
    worker.on('message', (answer: DeskAnswer) => this.#settle(worker, answer));
    worker.on('error', (error) => this.#end(worker, error));
    worker.on('exit', () => this.#end(worker, undefined));
    return worker;
  }

  #settle(worker: Worker, { number, value, fault, error }: DeskAnswer): void {
    const pending = this.#pending.get(number);
    this.#pending.delete(number);
    // An idle store does not keep the process alive.
    if (this.#pending.size === 0) worker.unref();
    if (fault !== undefined) pending?.reject(new WhodidError(fault.code, fault.facts));
    else if (error !== undefined) pending?.reject(error);
    else pending?.resolve(value);
  }

  #end(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const facts = { store: 'sqlite', reason: 'its thread ended' };
    for (const { reject } of this.#pending.values()) {
      reject(new WhodidError('STORE_UNAVAILABLE', facts, { cause }));
    }
    this.#pending.clear();
  }
}

const fromSource = import.meta.url.endsWith('.ts');
const threadModule = new URL(`./desk-thread.${fromSource ? 'ts' : 'js'}`, import.meta.url);
