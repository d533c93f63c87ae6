/**
 * The items of a comma-separated header, last first; `undefined` for one that was not looked at as
 * a whole, because it begins before the last `limit` characters.
 *
 * From the right, because every proxy adds to the right: what stands there was written by the one
 * next to us, and nothing that a client has put to the left of it, such as a quote without an end,
 * may change how it is read. Commas within quoted strings (RFC 9110 section 5.6.4) do not count.
 */
export function* listFromRight(header: string, limit: number): Generator<string | undefined> {
  const first = Math.max(0, header.length - limit);
  let end = header.length;
  while (end >= first) {
    const start = startOfLast(header, end, first);
    if (start === first && first > 0) {
      yield undefined;
      return;
    }
    yield header.slice(start, end);
    end = start - 1;
  }
}

function startOfLast(text: string, end: number, first: number): number {
  let quoted = false;
  for (let at = end - 1; at >= first; at -= 1) {
    const character = text[at];
    if (character === ',' && !quoted) return at + 1;
    if (character === '"' && !(quoted && isEscaped(text, at, first))) quoted = !quoted;
  }
  return first;
}

function isEscaped(text: string, at: number, first: number): boolean {
  let from = at;
  while (from > first && text[from - 1] === '\\') from -= 1;
  return (at - from) % 2 === 1;
}
