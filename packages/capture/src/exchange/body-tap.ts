import { Buffer } from 'node:buffer';

/**
 * Looks at a body as it passes: counts every byte and keeps the first ones.
 *
 * What is kept is a copy, because apps and streams use their buffers again.
 */
export class BodyTap {
  readonly #limitBytes: number;
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  #bytes = 0;
  #parts = 0;

  /** @param limitBytes - most bytes to keep; 0 only counts. */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** All bytes that passed, kept or not. */
  get bytes(): number {
    return this.#bytes;
  }

  /** In how many parts they passed. */
  get parts(): number {
    return this.#parts;
  }

  /** How many of them were kept. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** Whether {@link kept} is only the beginning. */
  get cut(): boolean {
    return this.#bytes > this.#keptBytes;
  }

  /** The first bytes. */
  kept(): Buffer {
    const [first] = this.#kept;
    return this.#kept.length === 1 && first !== undefined ? first : Buffer.concat(this.#kept);
  }

  /** Takes note of what is given to `write`, `end` or `push`; anything that is no data is ignored. */
  add(chunk: unknown, encoding: unknown): void {
    if (typeof chunk === 'string') this.#addText(chunk, encodingOf(encoding));
    else if (chunk instanceof Uint8Array) this.#addBytes(chunk);
  }

  #addText(chunk: string, encoding: BufferEncoding): void {
    if (chunk !== '') this.#parts += 1;
    const room = this.#limitBytes - this.#keptBytes;
    if (room <= 0) {
      this.#bytes += Buffer.byteLength(chunk, encoding);
      return;
    }
    // No encoding needs more than two characters for a byte, so a long text is not encoded whole.
    const whole = chunk.length <= room * 2;
    const bytes = Buffer.from(whole ? chunk : chunk.slice(0, room * 2), encoding);
    this.#bytes += whole ? bytes.length : Buffer.byteLength(chunk, encoding);
    this.#keep(bytes, room);
  }

  #addBytes(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    if (chunk.byteLength > 0) this.#parts += 1;
    const room = this.#limitBytes - this.#keptBytes;
    if (room <= 0) return;
    this.#keep(Buffer.from(chunk.byteLength > room ? chunk.subarray(0, room) : chunk), room);
  }

  #keep(bytes: Buffer, room: number): void {
    const part = bytes.length <= room ? bytes : bytes.subarray(0, room);
    this.#keptBytes += part.length;
    this.#kept.push(part);
  }
}

function encodingOf(encoding: unknown): BufferEncoding {
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
}
