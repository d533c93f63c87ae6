/** What will be recorded soon, and has to be before a recorder closes. */
export class Held {
  readonly #open = new Map<Promise<unknown>, () => void>();

  /** @param now - records at once. Must not throw. */
  add(until: Promise<unknown>, now: () => void): void {
    this.#open.set(until, now);
    const forget = (): void => void this.#open.delete(until);
    until.then(forget, forget);
  }

  /** Waits for all of them, and has what is late recorded after `waitMs`. */
  async settle(waitMs: number): Promise<void> {
    if (this.#open.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, waitMs);
    });
    await Promise.race([Promise.allSettled(this.#open.keys()), late]);
    clearTimeout(timer);
    for (const now of [...this.#open.values()]) now();
  }
}
