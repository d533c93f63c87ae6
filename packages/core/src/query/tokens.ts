const ascii = /^[\0-\x7f]*$/;
const marks = /\p{M}+/gu;
const words = /[\p{L}\p{N}]+/gu;

/**
 * Cuts text into the words that full text search compares: compatibility forms unfolded (NFKD),
 * accents removed, lower case, runs of letters and digits. `Café №5` gives `cafe`, `no5`.
 *
 * Text and query go through the same function, so that a store may index its output as it is.
 */
export function tokens(text: string): string[] {
  return foldForSearch(text).match(words) ?? [];
}

function foldForSearch(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(marks, '').toLowerCase();
}
