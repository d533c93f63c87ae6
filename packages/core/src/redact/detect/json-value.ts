import { isSecretNumber, type KeyRules } from '../key-rules.ts';
import type { KeyClass } from '../key-words.ts';
import { maskAt } from '../markers.ts';
import { secretBefore } from './assignment.ts';
import { backslashesBefore, ends } from './escaped-quote.ts';
import type { Finding } from './finding.ts';

const number = /\d{3,}(?:\.\d+)?/y;
const shortest = 4;

/**
 * A number, list or object under a secret name in JSON that stands inside a text: `"otp":123456`.
 * `at` is at the quote that ends the name.
 */
export function findJsonValue(
  text: string,
  at: number,
  keys: KeyRules,
  mask: string,
): Finding | number {
  const colon = at + 1;
  const secret = secretBefore(text, colon, keys);
  if (secret === null || secret === 'opaque') return colon;
  const start = text[colon + 1] === ' ' ? colon + 2 : colon + 1;
  const masked = maskAt(text, start, mask);
  if (masked > 0) return start + masked;
  const quote = text.slice(at - backslashesBefore(text, at), at + 1);
  const isOpening = text[start] === '[' || text[start] === '{';
  const end = isOpening
    ? collectionEnd(text, start, secret, quote)
    : numberEnd(text, start, secret);
  return end === start ? colon : { start, end, marker: mask, rule: 'assignment' };
}

// Both tell by `start` that there is nothing secret.
function collectionEnd(text: string, start: number, secret: KeyClass, quote: string): number {
  const isLookedInto = secret === 'digits' || (secret === 'text' && text[start] === '{');
  return isLookedInto ? start : closedAt(text, start, quote);
}

function numberEnd(text: string, start: number, secret: KeyClass): number {
  number.lastIndex = start;
  if (!isSecretNumber(secret) || !number.test(text)) return start;
  const isShort = secret === 'all' && number.lastIndex - start < shortest;
  return isShort ? start : number.lastIndex;
}

// Where what opens at `start` is closed again; the end of the text if it was cut off. `quote` is as
// it stands in this text: in JSON that is a string of other JSON it has a backslash.
function closedAt(text: string, start: number, quote: string): number {
  const marks = /["'[\]{}]/g;
  const own = quote.length - 1;
  marks.lastIndex = start;
  let depth = 0;
  let inText = false;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    const [mark] = match;
    if (mark === quote[own]) {
      if (ends(backslashesBefore(text, match.index, start), own)) inText = !inText;
    } else if (!inText) depth += step(mark);
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}

function step(mark: string): number {
  if (mark === '[' || mark === '{') return 1;
  return mark === ']' || mark === '}' ? -1 : 0;
}
