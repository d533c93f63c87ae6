import fs from 'node:fs';
import { dirname } from 'node:path';
import { WhodidError } from '../errors.ts';
import { readOptions } from '../options.ts';
import { failureCode, realDisk, writeAll } from '../spool/disk.ts';
import { type FileHandlerOptions, fileHandlerRules } from './file-handler-options.ts';
import type { LogLevel } from './levels.ts';
import { LineBuffer } from './line-buffer.ts';
import type { HandlerTools, LogHandler } from './log-handler.ts';
import type { LogLine } from './log-line.ts';
import { type Renderer, render } from './renderer.ts';
import { appendFlags, type ReadyFile, RotatingFile } from './rotating-file.ts';
import { type Batch, bytesOf, endOfLine, linesAfter, wasWritten } from './written-batch.ts';

const batchBytes = 65_536;
const retryMs = 1000;
const noTools: HandlerTools = {
  onFault: () => undefined,
  lossLine: (lines) => ({ level: 'WARNING', fields: { level: 'WARNING', lines } }),
};

/**
 * Writes lines to a file that is put aside when it is full. Several processes may write to the same
 * one. The folder is made if it is missing, for this user only.
 *
 * Lines are written soon after `write`, many at a time, without holding up the app. While the disk will
 * not take them they wait in memory, at most 8 MiB; those beyond that are counted, and the next line
 * that can be written tells how many. A process that is killed loses what waits; one that ends by
 * itself, by an exception or by `process.exit` does not.
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export function fileHandler(path: string, options?: FileHandlerOptions): LogHandler {
  if (typeof path !== 'string' || path === '') {
    const got = typeof path;
    throw new WhodidError('CONFIG_INVALID', { option: 'fileHandler.path', wanted: 'text', got });
  }
  const { renderer, level, limitBytes, backups } = readOptions(
    'fileHandler',
    fileHandlerRules,
    options,
  );
  const file = new RotatingFile({ path, limitBytes, backups });
  return new FileHandler({
    path,
    renderer,
    level,
    file,
    batchBytes: Math.min(batchBytes, limitBytes),
  });
}

interface FileHandlerParts {
  readonly path: string;
  readonly renderer: Renderer;
  readonly level: LogLevel;
  readonly file: RotatingFile;
  readonly batchBytes: number;
}

class FileHandler implements LogHandler {
  readonly level: LogLevel;
  readonly #parts: FileHandlerParts;
  readonly #buffer = new LineBuffer();
  #tools: HandlerTools = noTools;
  #pumping: Promise<void> | null = null;
  #retry: NodeJS.Timeout | null = null;
  #inFlight: Batch | null = null;
  #trouble: string | null = null;
  #state: 'open' | 'ended' | 'closed' = 'open';

  constructor(parts: FileHandlerParts) {
    this.#parts = parts;
    this.level = parts.level;
  }

  begin(tools: HandlerTools): void {
    this.#tools = tools;
  }

  write(line: LogLine): void {
    if (this.#state === 'closed') return;
    this.#buffer.push(render(line, this.#parts.renderer));
    if (this.#state === 'ended') this.#writeNow();
    else if (this.#retry === null) this.#pumpSoon();
  }

  async flush(): Promise<void> {
    this.#stopRetry();
    if (this.#state === 'open' && !this.#buffer.isEmpty) this.#pumpSoon();
    await this.#pumping;
  }

  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ended';
    this.#stopRetry();
    if (this.#inFlight !== null && !wasWritten(this.#inFlight)) {
      this.#buffer.putBack(this.#inFlight.lines);
    }
    this.#writeNow();
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    await this.flush();
    this.#stopRetry();
    this.#state = 'closed';
    const lines = this.#take(Number.POSITIVE_INFINITY).length;
    if (lines > 0) this.#tools.onFault(new WhodidError('LOG_LINES_LOST', { lines }));
    await this.#parts.file.close().catch(this.#tools.onFault);
  }

  // A turn later, so that lines of one request go together.
  #pumpSoon(): void {
    this.#pumping ??= new Promise(setImmediate)
      .then(() => this.#pump())
      .finally(() => {
        this.#pumping = null;
      });
  }

  async #pump(): Promise<void> {
    try {
      while (!this.#buffer.isEmpty && this.#state === 'open') await this.#writeBatch();
      this.#trouble = null;
    } catch (error) {
      this.#failed(error);
    }
  }

  async #writeBatch(): Promise<void> {
    const { file } = this.#parts;
    const room = Math.min(this.#parts.batchBytes, this.#buffer.bytes);
    const ready = await file.ready(room);
    const isWhole = await endsWhole(ready);
    // From here to the write nothing is waited for: at no time are lines neither in the buffer nor in
    // `#inFlight`, where the end of the process looks for them.
    const lines = this.#take(room);
    const bytes = bytesOf(lines, isWhole);
    this.#inFlight = { fd: ready.handle.fd, lines, bytes, from: ready.size };
    let written = 0;
    try {
      written = (await ready.handle.write(bytes)).bytesWritten;
    } finally {
      this.#inFlight = null;
      this.#buffer.putBack(linesAfter(written, bytes, lines));
    }
    if (written < bytes.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
    // Put aside and deleted while we wrote. What was in it before is gone as it was meant to be.
    if (await file.isDeleted()) this.#buffer.putBack(lines);
  }

  #take(bytes: number): readonly string[] {
    const { lost } = this.#buffer;
    const lines = this.#buffer.take(bytes);
    if (lost === 0) return lines;
    this.#buffer.forgetLost(lost);
    return [render(this.#tools.lossLine(lost), this.#parts.renderer), ...lines];
  }

  // The process is about to end: waiting for the disk is what it takes.
  #writeNow(): void {
    const lines = this.#take(Number.POSITIVE_INFINITY);
    if (lines.length === 0) return;
    try {
      appendNow(this.#parts.path, lines);
    } catch (error) {
      this.#tools.onFault(error);
      this.#tools.onFault(new WhodidError('LOG_LINES_LOST', { lines: lines.length }));
    }
  }

  #failed(error: unknown): void {
    const code = failureCode(error);
    if (code !== this.#trouble) this.#tools.onFault(error);
    this.#trouble = code;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#pumpSoon();
    }, retryMs);
    this.#retry.unref();
  }

  #stopRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }
}

// A process that was killed in the middle of a write, or a disk that was full, leaves half a line.
// Without an end it would take the next one with it.
async function endsWhole({ handle, size }: ReadyFile): Promise<boolean> {
  if (size === 0) return true;
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 0 || buffer[0] === endOfLine;
}

function appendNow(path: string, lines: readonly string[]): void {
  fs.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fd = fs.openSync(path, appendFlags, 0o600);
  try {
    const { size } = fs.fstatSync(fd);
    const last = Buffer.alloc(1);
    const isWhole =
      size === 0 || fs.readSync(fd, last, 0, 1, size - 1) === 0 || last[0] === endOfLine;
    writeAll(realDisk, fd, bytesOf(lines, isWhole));
  } finally {
    fs.closeSync(fd);
  }
}
