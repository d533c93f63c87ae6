const places = 2048;
const longest = 256;

/**
 * Remembers texts that were found clean. The same ones come over and over (agents, hosts, states,
 * currencies), and comparing is several times cheaper than looking for secrets. Of fixed size: of
 * the texts that belong into the same two places, the two that came last are there.
 */
export class KnownTexts {
  readonly #texts: string[] = new Array(places).fill('');

  has(text: string): boolean {
    const first = placeOf(text);
    return this.#texts[first] === text || this.#texts[first + 1] === text;
  }

  add(text: string): void {
    if (text.length > longest) return;
    const first = placeOf(text);
    this.#texts[first + 1] = this.#texts[first] as string;
    this.#texts[first] = text;
  }
}

// An even number: the other place is behind it.
function placeOf(text: string): number {
  const { length } = text;
  const mixed = length * 31 + text.charCodeAt(0) * 7 + text.charCodeAt(length >> 1) * 131;
  const spread = mixed + text.charCodeAt(length - 1) * 1031 + text.charCodeAt(length >> 2) * 17;
  return (spread << 1) & (places - 1);
}
