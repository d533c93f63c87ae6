import fs from 'node:fs';
import { dirname, join } from 'node:path';
import type { EntryFields } from '../entry/entry.ts';
import { WhodidError } from '../errors.ts';
import type { ReadOptions } from '../options.ts';
import { failureCode } from '../spool/disk.ts';
import type { Parcel, Receipt, Transport } from '../transport/transport.ts';
import { streamText } from '../view/stream-text.ts';
import { FolderLock } from './folder-lock.ts';
import { countLines, realTextDisk, type TextDisk, TextFiles } from './text-file.ts';
import type { TextFilesOptions } from './text-files-options.ts';
import { type TextPlace, textPlace } from './text-place.ts';
import { type Step, WriteJournal } from './write-journal.ts';

/** An entry as it is to be written. */
interface Line {
  readonly epoch: string;
  readonly seq: number;
  /** `null` for an entry without a stream. */
  readonly target: TextPlace | null;
  readonly text: string;
}

/** Lines that follow each other and go to the same file. */
interface Run {
  readonly epoch: string;
  readonly target: TextPlace | null;
  readonly lines: Line[];
}

const name = 'text-files';
const lockWaitMs = 5000;
const runBytes = 1024 * 1024;

/** What {@link textFiles} names. */
export class TextFilesTransport implements Transport {
  readonly name: string = name;
  readonly #options: ReadOptions<TextFilesOptions>;
  readonly #home: string;
  readonly #lock: FolderLock;
  readonly #journal: WriteJournal;
  readonly #files: TextFiles;
  #tidied = false;

  constructor(options: ReadOptions<TextFilesOptions>, disk: TextDisk = realTextDisk) {
    const { directory, localTime } = options;
    this.#options = options;
    this.#home = join(directory, '.whodid');
    this.#lock = new FolderLock(this.#home);
    this.#journal = new WriteJournal(this.#home);
    this.#files = new TextFiles({ directory, localTime, disk, now: () => Date.now() });
  }

  async deliver(batch: readonly Parcel[], signal: AbortSignal): Promise<readonly Receipt[]> {
    if (signal.aborted) throw unavailable('it was stopped');
    const read = batch.map((parcel) => this.#read(parcel));
    const lines = read.flatMap((one) => ('line' in one ? [one.line] : []));
    try {
      const held = await this.#lock.hold(lockWaitMs, () => this.#write(lines));
      if (held === null) throw unavailable('another process is writing');
      return read.map((one) => ('line' in one ? one.receiptOf(held.result) : one.receipt));
    } catch (error) {
      if (error instanceof WhodidError) throw error;
      throw unavailable(failureCode(error), error);
    }
  }

  close(): Promise<void> {
    this.#lock.release();
    return Promise.resolve();
  }

  #read({ id, seq, text }: Parcel): ReadParcel {
    try {
      const entry = JSON.parse(text) as EntryFields;
      const { stream, producer } = entry;
      const line = {
        epoch: producer.epoch,
        seq,
        target: stream === undefined ? null : textPlace(stream, entry, this.#options.systemOnly),
        text: stream === undefined ? '' : `${streamText(entry, this.#options)}\n`,
      };
      const receiptOf = (known: ReadonlySet<Line>): Receipt => ({
        id,
        fate: known.has(line) ? 'duplicate' : 'stored',
      });
      return { line, receiptOf };
    } catch {
      return { receipt: { id, fate: 'refused', reason: 'the text is no entry' } };
    }
  }

  /** Writes what is not there yet, and tells what was. */
  #write(lines: readonly Line[]): ReadonlySet<Line> {
    this.#recover();
    const known = new Set<Line>();
    const done = new Map<string, number>();
    const fresh = lines.filter((line) => {
      const before = done.get(line.epoch) ?? this.#journal.done(line.epoch);
      done.set(line.epoch, before);
      if (line.seq <= before) known.add(line);
      return line.seq > before;
    });
    let epoch: string | null = null;
    for (const run of runsOf(fresh)) {
      // The journal knows of one epoch at a time.
      if (epoch !== null && epoch !== run.epoch) this.#settle(epoch, done);
      epoch = run.epoch;
      this.#writeRun(run, done);
    }
    // Not if something failed: then the journal tells how far we got, to us or to whoever is next.
    if (epoch !== null) this.#settle(epoch, done);
    return known;
  }

  #settle(epoch: string, done: ReadonlyMap<string, number>): void {
    this.#journal.setDone(epoch, done.get(epoch) ?? 0);
    this.#journal.end();
  }

  #writeRun({ epoch, target, lines }: Run, done: Map<string, number>): void {
    for (let at = 0; at < lines.length; ) {
      const rest = lines.slice(at);
      if (target !== null && this.#isFull(target)) {
        // What the journal says is about the file that has the name now.
        this.#settle(epoch, done);
        this.#files.putAside(target.path, target.archive);
      }
      at += target === null ? rest.length : this.#writeSome(target, rest, done);
      done.set(epoch, lines[at - 1]?.seq ?? 0);
    }
  }

  #isFull({ path }: TextPlace): boolean {
    const { archive, linesLimit } = this.#options;
    return archive && this.#files.linesIn(path) >= linesLimit;
  }

  /** Writes as many lines as the file has room for, and tells how many. */
  #writeSome(target: TextPlace, lines: readonly Line[], done: ReadonlyMap<string, number>): number {
    const { path } = target;
    const { archive, linesLimit } = this.#options;
    const open = this.#files.open(path);
    try {
      if (open.size === 0) this.#nameUser(target);
      const head = open.size === 0 ? this.#files.head(path) : '';
      const room = archive ? linesLimit - open.lines - countLines(head) : Infinity;
      const some = fitting(lines, room);
      const text = head + some.map((line) => line.text).join('');
      const { epoch = '', seq: last = 0 } = some.at(-1) ?? {};
      const { file, size } = open;
      const step = { path, file, size, bytes: Buffer.byteLength(text) };
      this.#journal.begin({ ...step, epoch, before: done.get(epoch) ?? 0, last });
      this.#files.append(path, open, text);
      return some.length;
    } finally {
      fs.closeSync(open.fd);
    }
  }

  // A folder whose name is only the beginning of the user's says who it is.
  #nameUser({ path, cutUser }: TextPlace): void {
    if (cutUser === null) return;
    const file = join(this.#options.directory, dirname(path), userFile);
    fs.writeFileSync(file, `${JSON.stringify(cutUser)}\n`, { mode: 0o600 });
  }

  /** Ends what a process that was killed had begun. */
  #recover(): void {
    fs.mkdirSync(this.#home, { recursive: true, mode: 0o700 });
    this.#tidy();
    const step = this.#journal.pending();
    if (step === null) return;
    const whole = this.#isWhole(step);
    const done = Math.max(whole ? step.last : step.before, this.#journal.done(step.epoch));
    this.#journal.setDone(step.epoch, done);
    this.#journal.end();
  }

  #tidy(): void {
    if (this.#tidied) return;
    this.#tidied = true;
    this.#journal.tidy(Date.now());
    this.#lock.tidy();
  }

  // Nobody else has written since. Half of a step is taken back, so that it can be done again.
  #isWhole({ path, file, size, bytes }: Step): boolean {
    const whole = join(this.#options.directory, path);
    const found = fs.statSync(whole, { bigint: true, throwIfNoEntry: false });
    if (found === undefined || String(found.ino) !== file) return false;
    if (Number(found.size) >= size + bytes) return true;
    if (Number(found.size) > size) fs.truncateSync(whole, size);
    return false;
  }
}

/** In a folder whose name was cut: the user's whole name, as JSON. */
export const userFile = '.user';

type ReadParcel =
  | { readonly line: Line; receiptOf(known: ReadonlySet<Line>): Receipt }
  | { readonly receipt: Receipt };

function runsOf(lines: readonly Line[]): readonly Run[] {
  const runs: Run[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.epoch === line.epoch && last.target?.path === line.target?.path)
      last.lines.push(line);
    else runs.push({ epoch: line.epoch, target: line.target, lines: [line] });
  }
  return runs;
}

// Before an entry is written the file must not be full; it is when the entry is in it.
function fitting(lines: readonly Line[], room: number): readonly Line[] {
  let left = room;
  let bytes = 0;
  let count = 0;
  for (const { text } of lines) {
    if (count > 0 && (left <= 0 || bytes > runBytes)) break;
    left -= countLines(text);
    bytes += text.length;
    count += 1;
  }
  return lines.slice(0, count);
}

function unavailable(reason: string, cause?: unknown): WhodidError {
  return new WhodidError('TRANSPORT_UNAVAILABLE', { transport: name, reason }, { cause });
}
