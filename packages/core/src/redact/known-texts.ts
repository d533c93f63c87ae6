const slots = 1024;
const longest = 256;

/**
 * Remembers texts that were found clean. The same ones come over and over (agents, hosts, states,
 * currencies), and comparing is several times cheaper than looking for secrets. Of fixed size; what
 * falls into the same slot replaces what was there.
 */
export class KnownTexts {
  readonly #texts: string[] = new Array(slots).fill('');

  has(text: string): boolean {
    return this.#texts[slotOf(text)] === text;
  }

  add(text: string): void {
    if (text.length <= longest) this.#texts[slotOf(text)] = text;
  }
}

function slotOf(text: string): number {
  const { length } = text;
  const mixed = length * 31 + text.charCodeAt(0) * 7 + text.charCodeAt(length >> 1) * 131;
  return (
    (mixed + text.charCodeAt(length - 1) * 1031 + text.charCodeAt(length >> 2) * 17) & (slots - 1)
  );
}
