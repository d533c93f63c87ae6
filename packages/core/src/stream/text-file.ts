import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { failureCode } from '../spool/disk.ts';
import { timestamp } from '../view/timestamp.ts';

/** The file calls that write text and can fail on a real disk, so that a test can make one fail. */
export interface TextDisk {
  write(fd: number, bytes: Buffer): number;
}

export const realTextDisk: TextDisk = {
  write: (fd, bytes) => fs.writeSync(fd, bytes, 0, bytes.length),
};

export interface TextFileTools {
  readonly directory: string;
  readonly localTime: boolean;
  readonly disk: TextDisk;
  now(): number;
}

/** A file as it was when we last had it. */
interface Known {
  readonly file: string;
  readonly size: number;
  readonly lines: number;
}

/** An open file, ready to be appended to. */
export interface OpenTextFile {
  readonly fd: number;
  readonly file: string;
  readonly size: number;
  readonly lines: number;
}

const knownLimit = 10_000;
const chunkBytes = 65_536;
const newline = 10;
const flags =
  fs.constants.O_RDWR |
  fs.constants.O_CREAT |
  fs.constants.O_APPEND |
  (fs.constants.O_NOFOLLOW ?? 0);

/** Opens, measures, appends to and puts aside the text files of a folder. */
export class TextFiles {
  readonly #tools: TextFileTools;
  readonly #known = new Map<string, Known>();

  constructor(tools: TextFileTools) {
    this.#tools = tools;
  }

  /** Counts what was added since it was last open here, and nothing twice. */
  open(path: string): OpenTextFile {
    const whole = join(this.#tools.directory, path);
    const fd = openOrMake(whole);
    try {
      const { ino, size } = fs.fstatSync(fd, { bigint: true });
      const file = String(ino);
      const known = this.#known.get(path);
      const start =
        known?.file === file && known.size <= Number(size) ? known : { size: 0, lines: 0 };
      const lines = start.lines + linesFrom(fd, start.size, Number(size));
      this.#know(path, { file, size: Number(size), lines });
      return { fd, file, size: Number(size), lines };
    } catch (error) {
      fs.closeSync(fd);
      throw error;
    }
  }

  /** Lines in a file; 0 if there is none. Counts nothing if nobody else has written to it. */
  linesIn(path: string): number {
    const found = fs.statSync(join(this.#tools.directory, path), {
      bigint: true,
      throwIfNoEntry: false,
    });
    if (found === undefined) return 0;
    const known = this.#known.get(path);
    if (known?.file === String(found.ino) && known.size === Number(found.size)) return known.lines;
    const { fd, lines } = this.open(path);
    fs.closeSync(fd);
    return lines;
  }

  /** What a new file begins with. */
  head(path: string): string {
    const [date, time] = this.#clock(this.#tools.now()).split(' ');
    return ` [ ${path.replaceAll('\\', '/')} ] created on ${date} @ ${time}\n\n`;
  }

  /** Appends all of it, or leaves the file as it was and throws. */
  append(path: string, { fd, file, size, lines }: OpenTextFile, text: string): void {
    const bytes = Buffer.from(text);
    try {
      for (let written = 0; written < bytes.length; ) {
        const count = this.#tools.disk.write(fd, bytes.subarray(written));
        if (count === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
        written += count;
      }
    } catch (error) {
      fs.ftruncateSync(fd, size);
      throw error;
    }
    this.#know(path, { file, size: size + bytes.length, lines: lines + countLines(text) });
  }

  /** Moves a file to the archive under the time at which it was begun. Replaces nothing. */
  putAside(path: string, archive: string): void {
    const { directory } = this.#tools;
    const from = join(directory, path);
    this.#known.delete(path);
    // One that has a second name was put aside already by somebody who was killed before the end.
    if (fs.statSync(from).nlink === 1) {
      const name = join(directory, `${archive}_${this.#begunAt(from)}`);
      fs.mkdirSync(dirname(name), { recursive: true, mode: 0o700 });
      for (let number = 1; !linked(from, `${name}${number === 1 ? '' : `_${number}`}.log`); )
        number += 1;
    }
    fs.unlinkSync(from);
  }

  // Which is forgotten first does not matter: it is only counted again.
  #know(path: string, known: Known): void {
    if (this.#known.size >= knownLimit) this.#known.clear();
    this.#known.set(path, known);
  }

  // A colon is no character for a file's name on every system.
  #begunAt(path: string): string {
    const [date, time] =
      headTime(path)?.split(' ') ?? this.#clock(fs.statSync(path).mtimeMs).split(' ');
    return `${date}_${time?.replaceAll(':', '-')}`;
  }

  #clock(ms: number): string {
    return timestamp(ms, this.#tools.localTime).slice(0, 19);
  }
}

/** How many lines end in a text. */
export function countLines(text: string): number {
  return text.split('\n').length - 1;
}

function openOrMake(path: string): number {
  try {
    return fs.openSync(path, flags, 0o600);
  } catch (error) {
    if (failureCode(error) !== 'ENOENT') throw error;
    fs.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return fs.openSync(path, flags, 0o600);
  }
}

function linesFrom(fd: number, from: number, to: number): number {
  const chunk = Buffer.alloc(Math.min(chunkBytes, Math.max(0, to - from)));
  let lines = 0;
  for (let at = from; at < to; ) {
    const count = fs.readSync(fd, chunk, 0, Math.min(chunk.length, to - at), at);
    if (count === 0) break;
    for (let next = chunk.indexOf(newline); next !== -1 && next < count; ) {
      lines += 1;
      next = chunk.indexOf(newline, next + 1);
    }
    at += count;
  }
  return lines;
}

function headTime(path: string): string | null {
  const fd = fs.openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(1024);
    const text = bytes.toString('utf8', 0, fs.readSync(fd, bytes, 0, bytes.length, 0));
    const found = /^ \[ .+ \] created on (\d{4}-\d\d-\d\d) @ (\d\d:\d\d:\d\d)\n/.exec(text);
    return found === null ? null : `${found[1]} ${found[2]}`;
  } finally {
    fs.closeSync(fd);
  }
}

function linked(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if (failureCode(error) === 'EEXIST') return false;
    throw error;
  }
}
