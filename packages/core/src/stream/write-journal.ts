import fs from 'node:fs';
import { join } from 'node:path';
import { failureCode } from '../spool/disk.ts';

/** What is about to be appended to a file. */
export interface Step {
  readonly path: string;
  /** Its inode: another file may have the name later. */
  readonly file: string;
  /** How long it was before, and how much is added. */
  readonly size: number;
  readonly bytes: number;
  /** Whose entries, up to which before this step and with it. */
  readonly epoch: string;
  readonly before: number;
  readonly last: number;
}

const donePrefix = 'done-';
const recordBytes = 4096;
const monthMs = 30 * 24 * 3_600_000;

/**
 * Remembers how far the entries of each process have got into the text files, so that each is written
 * once although it may be delivered twice and a process may be killed at any moment.
 *
 * Only whoever holds the lock of the folder uses it. It survives SIGKILL and not a power cut.
 */
export class WriteJournal {
  readonly #home: string;
  readonly #path: string;
  // A full disk may not take the file; then we still know.
  readonly #done = new Map<string, number>();

  constructor(home: string) {
    this.#home = home;
    this.#path = join(home, 'step');
  }

  /** The step that was begun and not ended, by whichever process. */
  pending(): Step | null {
    const step = parse(readOr(this.#path, ''));
    return isStep(step) ? step : null;
  }

  begin(step: Step): void {
    this.#write(JSON.stringify(step));
  }

  /** Nothing is under way. */
  end(): void {
    this.#write('');
  }

  /** Number up to which the entries of an epoch are in the files. */
  done(epoch: string): number {
    const kept = parse(readOr(this.#positionOf(epoch), ''));
    return Math.max(this.#done.get(epoch) ?? 0, typeof kept === 'number' ? kept : 0);
  }

  setDone(epoch: string, seq: number): void {
    this.#done.set(epoch, seq);
    overwrite(this.#positionOf(epoch), `${seq}`.padEnd(20));
  }

  /** Forgets processes of which nothing was heard for a month. */
  tidy(nowMs: number): void {
    for (const name of fs.readdirSync(this.#home)) {
      if (!name.startsWith(donePrefix)) continue;
      const path = join(this.#home, name);
      const age = nowMs - (fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs);
      if (age > monthMs) fs.rmSync(path, { force: true });
    }
  }

  #positionOf(epoch: string): string {
    return join(this.#home, `${donePrefix}${epoch}`);
  }

  // Always the same bytes of the file, so that a full disk takes it all the same.
  #write(text: string): void {
    overwrite(this.#path, text.padEnd(recordBytes));
  }
}

function overwrite(path: string, text: string): void {
  const fd = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
  try {
    fs.writeSync(fd, text, 0);
  } finally {
    fs.closeSync(fd);
  }
}

function readOr(path: string, fallback: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    if (failureCode(error) === 'ENOENT') return fallback;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isStep(value: unknown): value is Step {
  return typeof value === 'object' && value !== null && 'path' in value && 'epoch' in value;
}
