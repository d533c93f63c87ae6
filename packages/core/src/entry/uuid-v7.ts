import { randomFillSync } from 'node:crypto';
import type { Clock } from '../clock.ts';

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in lower case, of any version (RFC 9562). */
export function isUuid(text: string): boolean {
  return form.test(text);
}

/**
 * Makes a source of UUIDv7 (RFC 9562): each is greater than the one before, also within one
 * millisecond and when the clock jumps back. Unique without coordination: 62 random bits each.
 */
export function createIds(clock: Clock): () => string {
  const ids = new IdSource(clock);
  return () => ids.next();
}

const poolBytes = 8 * 512;

const hex: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

class IdSource {
  readonly #clock: Clock;
  // One call into the system for many ids; a single one costs more than all the rest.
  readonly #pool = new Uint8Array(poolBytes);
  #used = poolBytes;
  #lastMs = 0;
  #counter = 0;
  #time = '';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): string {
    const now = Math.floor(this.#clock.now());
    if (now > this.#lastMs) this.#startMs(now);
    else this.#count();
    const at = this.#take(8);
    const pool = this.#pool;
    return (
      this.#time +
      hex[this.#counter >> 8]?.[1] +
      hex[this.#counter & 0xff] +
      '-' +
      hex[((pool[at] as number) & 0x3f) | 0x80] +
      this.#digits(at + 1) +
      '-' +
      this.#digits(at + 2) +
      this.#digits(at + 3) +
      this.#digits(at + 4) +
      this.#digits(at + 5) +
      this.#digits(at + 6) +
      this.#digits(at + 7)
    );
  }

  // A new millisecond starts its counter at random in the lower half, so that ids of two processes
  // do not meet and there is room to count.
  #startMs(ms: number): void {
    this.#lastMs = ms;
    const at = this.#take(2);
    this.#counter = (((this.#pool[at] as number) & 0x07) << 8) | (this.#pool[at + 1] as number);
    this.#setTime();
  }

  // A full counter borrows the next millisecond from the future, as RFC 9562 section 6.2 allows.
  #count(): void {
    this.#counter += 1;
    if (this.#counter > 0xfff) this.#startMs(this.#lastMs + 1);
  }

  #setTime(): void {
    const time = Math.max(0, this.#lastMs).toString(16).padStart(12, '0');
    this.#time = `${time.slice(0, 8)}-${time.slice(8, 12)}-7`;
  }

  #take(bytes: number): number {
    if (this.#used + bytes > poolBytes) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const at = this.#used;
    this.#used += bytes;
    return at;
  }

  #digits(at: number): string {
    return hex[this.#pool[at] as number] as string;
  }
}
