// Words of 32 bits, then words of 64.
const asleep = 0;
const waiters = 1;
const ringFile = 2;
const ringRemovedBelow = 3;
const ringLost = 4;
const smallWords = 8;
const onHost = 0;
const settled = 1;
const refused = 2;
const beatAt = 3;
const bigWords = 4;

/** Numbers that the app's thread and the delivery thread tell each other without a message. */
export class Counters {
  /** To be handed to the other thread. */
  readonly memory: SharedArrayBuffer;
  readonly #small: Int32Array;
  readonly #big: BigInt64Array;

  constructor(memory?: SharedArrayBuffer) {
    this.memory = memory ?? new SharedArrayBuffer(smallWords * 4 + bigWords * 8);
    this.#small = new Int32Array(this.memory, 0, smallWords);
    this.#big = new BigInt64Array(this.memory, smallWords * 4, bigWords);
  }

  /** Whether the delivery thread has stopped looking at the ring and wants to be woken. */
  get asleep(): boolean {
    return Atomics.load(this.#small, asleep) === 1;
  }
  set asleep(value: boolean) {
    Atomics.store(this.#small, asleep, value ? 1 : 0);
  }

  /** How many callers wait for an acknowledgement. Without any, progress is not announced. */
  get waiters(): number {
    return Atomics.load(this.#small, waiters);
  }
  set waiters(value: number) {
    Atomics.store(this.#small, waiters, value);
  }

  /** Number of the ring file that is written to; lower ones are finished. */
  get ringFile(): number {
    return Atomics.load(this.#small, ringFile);
  }
  set ringFile(value: number) {
    Atomics.store(this.#small, ringFile, value);
  }

  /** Ring files with lower numbers have been removed. */
  get ringRemovedBelow(): number {
    return Atomics.load(this.#small, ringRemovedBelow);
  }
  set ringRemovedBelow(value: number) {
    Atomics.store(this.#small, ringRemovedBelow, value);
  }

  /** Number of the ring file that somebody removed while it was written to; 0 for none. */
  get ringLost(): number {
    return Atomics.load(this.#small, ringLost);
  }
  set ringLost(value: number) {
    Atomics.store(this.#small, ringLost, value);
  }

  /** Highest number up to which everything is at level `host`. */
  get onHost(): number {
    return Number(Atomics.load(this.#big, onHost));
  }
  set onHost(value: number) {
    Atomics.store(this.#big, onHost, BigInt(value));
  }

  /** Highest number up to which everything has been delivered or put in quarantine. */
  get settled(): number {
    return Number(Atomics.load(this.#big, settled));
  }
  set settled(value: number) {
    Atomics.store(this.#big, settled, BigInt(value));
  }

  /** Entries put in quarantine. */
  get refused(): number {
    return Number(Atomics.load(this.#big, refused));
  }
  set refused(value: number) {
    Atomics.store(this.#big, refused, BigInt(value));
  }

  /** When the delivery thread last said that it lives, in milliseconds since 1970; 0 for never. */
  get beatAt(): number {
    return Number(Atomics.load(this.#big, beatAt));
  }
  set beatAt(value: number) {
    Atomics.store(this.#big, beatAt, BigInt(value));
  }
}
