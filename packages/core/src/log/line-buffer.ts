/** Most that waits to be written, in bytes. */
const limitBytes = 8_388_608;

/** Lines that wait to be written, oldest first, as text with its end of line. */
export class LineBuffer {
  #lines: string[] = [];
  #bytes = 0;
  #lost = 0;

  get isEmpty(): boolean {
    return this.#lines.length === 0 && this.#lost === 0;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How many found no room, since this was last {@link forgetLost | forgotten}. */
  get lost(): number {
    return this.#lost;
  }

  push(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.#bytes + bytes > limitBytes) {
      this.#lost += 1;
      return;
    }
    this.#lines.push(line);
    this.#bytes += bytes;
  }

  /** The oldest lines, as many as fit into `bytes`, and one at least if there is any. */
  take(bytes: number): string[] {
    let room = bytes;
    let count = 0;
    for (const line of this.#lines) {
      room -= Buffer.byteLength(line);
      if (room < 0 && count > 0) break;
      count += 1;
    }
    const taken = this.#lines.splice(0, count);
    for (const line of taken) this.#bytes -= Buffer.byteLength(line);
    return taken;
  }

  /** Puts lines back to where they were taken from. */
  putBack(lines: readonly string[]): void {
    this.#lines = [...lines, ...this.#lines];
    for (const line of lines) this.#bytes += Buffer.byteLength(line);
  }

  /** `count` of the lost lines have been told of. */
  forgetLost(count: number): void {
    this.#lost -= count;
  }
}
