/**
 * Closes JSON that was cut off, so that it can be parsed: what is open is closed, a text that was
 * cut in the middle ends there, a key without its value and a number that may go on are dropped.
 * The result may still be no JSON, if the beginning was none.
 */
export function closedJson(text: string): string {
  const cutter = new Cutter(text);
  return cutter.close();
}

class Cutter {
  readonly #text: string;
  readonly #closers: string[] = [];
  // Up to where the text can be kept, and how deep it is nested there.
  #safeEnd = 0;
  #safeDepth = 0;
  #isKey = false;

  constructor(text: string) {
    this.#text = text;
  }

  close(): string {
    const text = this.#text;
    let at = 0;
    while (at < text.length) {
      const character = text[at] as string;
      if (character === '"') {
        const end = stringEnd(text, at);
        if (end < 0) return this.#cutString(at);
        at = end;
        if (!this.#isKey) this.#safe(at);
      } else {
        at += 1;
        this.#structure(character, at);
      }
    }
    return this.#closedAt(this.#safeEnd, '');
  }

  #structure(character: string, next: number): void {
    if (character === '{' || character === '[') {
      this.#closers.push(character === '{' ? '}' : ']');
      this.#isKey = character === '{';
      this.#safe(next);
    } else if (character === '}' || character === ']') {
      this.#closers.pop();
      this.#isKey = false;
      this.#safe(next);
    } else if (character === ',') {
      this.#safe(next - 1);
      this.#isKey = this.#closers.at(-1) === '}';
    } else if (character === ':') this.#isKey = false;
  }

  #safe(end: number): void {
    this.#safeEnd = end;
    this.#safeDepth = this.#closers.length;
  }

  #cutString(start: number): string {
    if (this.#isKey) return this.#closedAt(this.#safeEnd, '');
    this.#safeDepth = this.#closers.length;
    // Half an escape sequence would spoil the rest.
    const kept = this.#text.slice(start).replace(/\\(?:u[0-9a-fA-F]{0,3})?$/, '');
    return this.#closedAt(start, `${endsInEscape(kept) ? kept.slice(0, -1) : kept}"`);
  }

  #closedAt(end: number, tail: string): string {
    const closers = this.#closers.slice(0, this.#safeDepth).toReversed().join('');
    return this.#text.slice(0, end) + tail + closers;
  }
}

// Where the text that starts at `start` ends, or -1.
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === 34) return at + 1;
  }
  return -1;
}

function endsInEscape(text: string): boolean {
  let start = text.length;
  while (text[start - 1] === '\\') start -= 1;
  return (text.length - start) % 2 === 1;
}
