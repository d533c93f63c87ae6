import { reasonOf } from '../spool/disk.ts';
import type { Counters } from './counters.ts';
import type { Lane } from './lane.ts';

export interface DrainLoopOptions {
  /** The lanes to drain; the first is our own. */
  lanes(): readonly Lane[];
  readonly counters: Counters;
  readonly nowMs: () => number;
  /** Called when entries came into a spool, or when a waiting caller is to be told how far we are. */
  onMoved(): void;
  /** Called with why a spool cannot take entries, and with `null` when it can again. */
  onTrouble(trouble: string | null): void;
}

const pollMs = 20;
const retryMs = 250;
// So many looks in vain, and we wait to be woken: an idle app should cost nothing.
const idlePolls = 25;

/** Brings entries from the rings into the spools every 20 ms, or when woken. */
export class DrainLoop {
  readonly #options: DrainLoopOptions;
  #timer: NodeJS.Timeout | null = null;
  #idle = 0;
  #stopped = false;

  constructor(options: DrainLoopOptions) {
    this.#options = options;
  }

  /** Looks now and from then on. */
  wake(): void {
    if (this.#stopped) return;
    this.#options.counters.asleep = false;
    this.#idle = 0;
    this.#tick();
  }

  /** Drains until the rings are empty or a spool takes no more. */
  drainAll(): void {
    while (this.#drain() === 'moved') {
      // Again, until there is nothing.
    }
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #tick(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const result = this.#drain();
    this.#idle = result === 'nothing' ? this.#idle + 1 : 0;
    if (this.#idle > idlePolls && this.#sleeps()) return;
    this.#timer = setTimeout(() => this.#tick(), result === 'failed' ? retryMs : pollMs);
  }

  // The app's thread writes first and then looks whether we sleep; we say so first and then look
  // whether it has written. One of the two notices.
  #sleeps(): boolean {
    const { counters } = this.#options;
    counters.asleep = true;
    if (this.#drain() === 'nothing') return true;
    counters.asleep = false;
    this.#idle = 0;
    return false;
  }

  #drain(): 'moved' | 'nothing' | 'failed' {
    const { lanes, counters, nowMs, onMoved, onTrouble } = this.#options;
    counters.beatAt = Date.now();
    let moved = false;
    let failure: string | null = null;
    let trouble: string | null = null;
    for (const lane of lanes()) {
      try {
        if (!lane.drained && lane.drain(nowMs())) moved = true;
      } catch (error) {
        failure = reasonOf(error);
      }
      if (lane.own) trouble = lane.trouble;
    }
    this.#publish();
    onTrouble(failure ?? trouble);
    if (moved) onMoved();
    if (failure !== null) return 'failed';
    return moved ? 'moved' : 'nothing';
  }

  #publish(): void {
    const { lanes, counters } = this.#options;
    const [own] = lanes();
    if (own === undefined) return;
    counters.onHost = Math.max(counters.onHost, own.onHost);
    counters.ringRemovedBelow = Math.max(counters.ringRemovedBelow, own.ringRemovedBelow);
    counters.ringLost = own.lostRingFile;
  }
}
