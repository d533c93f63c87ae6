const mostRounds = 6;

/**
 * Applies `clean` until it changes nothing more. What is written anew may read differently the next
 * time, if it was written oddly before; what was redacted must not change when redacted again.
 *
 * @returns `undefined` if it does not come to rest.
 */
export function settled(text: string, clean: (text: string) => string): string | undefined {
  let before = text;
  for (let round = 0; round < mostRounds; round += 1) {
    const after = clean(before);
    if (after === before) return after;
    before = after;
  }
  return undefined;
}
