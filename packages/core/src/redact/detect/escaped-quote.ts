/**
 * Where a quoted text ends that began behind `quote`, which may have backslashes: JSON in a string of
 * other JSON has one before each quote, and three one level deeper. A quote inside the text has more
 * of them. The end of `text` if it is not ended.
 */
export function quotedEnd(text: string, start: number, quote: string): number {
  const mark = quote.at(-1) as string;
  const own = quote.length - 1;
  let end = text.indexOf(mark, start);
  while (end >= 0 && !ends(backslashesBefore(text, end, start), own)) {
    end = text.indexOf(mark, end + 1);
  }
  return end < 0 ? text.length : end - own;
}

/** Backslashes right before a place. */
export function backslashesBefore(text: string, at: number, from = 0): number {
  let start = at;
  while (start > from && text[start - 1] === '\\') start -= 1;
  return at - start;
}

/**
 * Whether a quote with `count` backslashes is one of those with `own`: a backslash of the text takes
 * twice as many at each level, so what comes on top of `own` is a multiple of that.
 */
export function ends(count: number, own: number): boolean {
  return count >= own && (count - own) % (2 * (own + 1)) === 0;
}
