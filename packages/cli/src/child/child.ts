import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { groupLives } from './group-lives.ts';

/** A program to run. */
export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly stdio: SpawnOptions['stdio'];
  /**
   * Whether it gets a process group of its own, so that signals reach whatever it starts as well.
   * Not for a program that reads from a terminal: outside the terminal's group it would be stopped.
   */
  readonly ownGroup: boolean;
}

const groupCheckMs = 50;
const reapMs = 500;

/** A program that we started. */
export class Child {
  /** Resolves with its exit code: its own, or 128 and the number of the signal that ended it. */
  readonly exited: Promise<number>;
  readonly #process: ChildProcess;
  readonly #ownGroup: boolean;

  private constructor(process: ChildProcess, ownGroup: boolean) {
    this.#process = process;
    this.#ownGroup = ownGroup;
    this.exited = new Promise((resolve) => {
      process.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
    });
  }

  /**
   * Starts it.
   *
   * @throws Failure 127 if there is no such command, 126 if it may not be run, as shells have it.
   */
  static async start({ ownGroup, command, args, ...options }: ChildOptions): Promise<Child> {
    const process = spawn(command, args, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: options.stdio,
      detached: ownGroup,
    });
    const child = new Child(process, ownGroup);
    await new Promise<void>((resolve, reject) => {
      process.once('spawn', resolve);
      process.once('error', (error: NodeJS.ErrnoException) => reject(cannotStart(command, error)));
    });
    return child;
  }

  /** Its process id, which is also that of its group if it has its own. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Whether it has ended. */
  get ended(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Sends a signal to it, and to what it started if it has a group of its own. */
  signal(signal: NodeJS.Signals): void {
    const { pid } = this.#process;
    if (pid === undefined) return;
    try {
      process.kill(this.#ownGroup ? -pid : pid, signal);
    } catch {
      // It is gone already, which is what the signal was for.
    }
  }

  /** Asks it to end, and makes it end after `graceMs`. Resolves when nothing of it is left. */
  async stop(signal: NodeJS.Signals, graceMs: number): Promise<number> {
    this.signal(signal);
    return await this.gone(graceMs);
  }

  /** Resolves when nothing of it is left; what remains after `graceMs` is killed. */
  async gone(graceMs: number): Promise<number> {
    const deadline = Date.now() + graceMs;
    const timer = setTimeout(() => this.signal('SIGKILL'), graceMs);
    const code = await this.exited;
    // Outside Linux those that nobody reaps count as alive, so there is an end to waiting for them.
    while (this.#ownGroup && groupLives(this.pid) && Date.now() < deadline + reapMs) {
      await wait(groupCheckMs);
    }
    clearTimeout(timer);
    return code;
  }
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? (signal === null ? exitCodes.failed : 128 + constants.signals[signal]);
}

function cannotStart(command: string, error: NodeJS.ErrnoException): Failure {
  const found = error.code !== 'ENOENT';
  const what = found
    ? `${command} cannot be run (${error.code})`
    : `There is no command ${command}`;
  const fix = found ? undefined : 'what follows -- is run as it is, without a shell';
  return new Failure(found ? 126 : 127, what, fix, { cause: error });
}
