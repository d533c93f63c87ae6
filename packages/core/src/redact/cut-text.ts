import { wellFormed } from '../entry/well-formed.ts';

/** Whether a text takes more bytes of UTF-8 than that. */
export function isLonger(text: string, limitBytes: number): boolean {
  if (text.length > limitBytes) return true;
  // One UTF-16 code unit is at most three bytes.
  return text.length * 3 > limitBytes && Buffer.byteLength(text) > limitBytes;
}

/**
 * The beginning of a text with a marker that tells how much there was: at most `limitBytes`.
 *
 * @param length - of the whole, if `text` is already the beginning only.
 */
export function cutText(text: string, limitBytes: number, length: number = text.length): string {
  const marker = `…[cut, ${length} characters]`;
  let end = Math.max(0, Math.min(text.length, limitBytes - marker.length - 2));
  while (end > 0 && Buffer.byteLength(text.slice(0, end)) + marker.length + 2 > limitBytes) {
    end = Math.floor(end * 0.9);
  }
  return wellFormed(text.slice(0, end)).replace(/\ufffd$/, '') + marker;
}
