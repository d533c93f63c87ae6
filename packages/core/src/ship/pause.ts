/** Waits that can be cut short. One at a time. */
export class Pause {
  #wake: (() => void) | null = null;
  #end: (() => void) | null = null;
  #woken = false;
  #ended = false;

  /** Waits `ms`, or until {@link wake} or {@link end}. A wake just before it counts. */
  async wakeable(ms: number): Promise<void> {
    if (!this.#woken) {
      await this.#wait(ms, (done) => {
        this.#wake = done;
      });
    }
    this.#wake = null;
    this.#woken = false;
  }

  /** Waits `ms`, or until {@link end}. */
  async fixed(ms: number): Promise<void> {
    await this.#wait(ms, () => undefined);
  }

  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  /** Ends this wait and all that follow. */
  end(): void {
    this.#ended = true;
    this.#end?.();
  }

  async #wait(ms: number, begin: (done: () => void) => void): Promise<void> {
    if (this.#ended) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
      this.#end = done;
      begin(done);
    });
    this.#end = null;
  }
}
