import { createHash } from 'node:crypto';

/** What has passed of a file so far. */
export interface Transfer {
  readonly bytes: number;
  /** Lower-case hexadecimal; absent if it is not known for certain. Asked once, at the end. */
  sha256(): string | undefined;
}

/** Counts and hashes chunks as they pass. Keeps none of them. */
export class PassingBytes implements Transfer {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  sha256(): string {
    return this.#hash.digest('hex');
  }

  /** Takes note of what is given to `write`, `end` or `push`; anything that is no data is ignored. */
  add(chunk: unknown, encoding: unknown): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encodingOf(encoding)) : chunk;
    if (!(bytes instanceof Uint8Array)) return;
    this.#bytes += bytes.byteLength;
    this.#hash.update(bytes);
  }
}

function encodingOf(encoding: unknown): BufferEncoding {
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
}
