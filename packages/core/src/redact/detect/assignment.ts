import { isSecretText, type KeyRules } from '../key-rules.ts';
import type { KeyClass } from '../key-words.ts';
import { isMask } from '../markers.ts';
import { decodedName } from '../percent.ts';
import type { Finding } from './finding.ts';

const longestName = 64;
const fewDigits = /\d{3,12}(?![^\s&;,"'<>()\\])/y;
// Without `=` inside, so that no part of a text is read for more than one name.
const opaqueValue = /[\w.~+/-]{14,}=*(?![^\s&;,"'<>()\\])/y;
const nameCharacter = /[\w.%[\]-]/;
const bareValue = /[^\s&;,"'<>()\\]+/y;
const scheme = /(?:bearer|basic|token|digest|negotiate) +/iy;
const moreDigits = /(?:[ \u00a0]\d{2,6})+/y;
const isDigit = /\d/;
const harmless = /^(?:true|false|null|none|undefined|-?\d{1,3})$/i;

/** A value assigned to a secret name: `password=x`, `"token": "x"`. `at` is at `=` or `:`. */
export function findAssignment(
  text: string,
  at: number,
  keys: KeyRules,
  mask: string,
): Finding | number {
  const secret = secretBefore(text, at, keys);
  if (secret === null) return at + 1;
  const opened = skipQuote(text, text[at + 1] === ' ' ? at + 2 : at + 1);
  const start = opened.at;
  if (!mayMatch(secret, text, start)) return at + 1;
  const end =
    opened.quote === '' ? bareEnd(text, start, secret) : quotedEnd(text, start, opened.quote);
  const value = text.slice(start, end);
  if (isMask(value, mask)) return end;
  if (!isSecretText(secret, value) || (secret !== 'digits' && harmless.test(value))) return at + 1;
  return { start, end, marker: mask, rule: 'assignment' };
}

// Tells by its beginning that a value is harmless. Reading it to the end in vain, once for every
// such name in it, would take quadratic time.
function mayMatch(secret: KeyClass, text: string, start: number): boolean {
  if (secret === 'digits') {
    fewDigits.lastIndex = start;
    return fewDigits.test(text);
  }
  if (secret !== 'opaque') return true;
  opaqueValue.lastIndex = start;
  return opaqueValue.test(text);
}

/** How secret a value is, by the name that ends before `at`. */
export function secretBefore(text: string, at: number, keys: KeyRules): KeyClass | null {
  let end = at;
  if (text[end - 1] === ' ') end -= 1;
  if (text[end - 1] === '"' || text[end - 1] === "'") end -= 1;
  if (text[end - 1] === '\\') end -= 1;
  let start = end;
  while (start > 0 && end - start < longestName && nameCharacter.test(text[start - 1] as string)) {
    start -= 1;
  }
  if (start === end) return null;
  const name = decodedName(text.slice(start, end));
  const before = text[start - 1];
  return before === '?' || before === '&' ? keys.parameter(name) : keys.decide(name).secret;
}

function skipQuote(text: string, at: number): { readonly at: number; readonly quote: string } {
  const backslash = text[at] === '\\' ? '\\' : '';
  const quote = text[at + backslash.length];
  if (quote !== '"' && quote !== "'") return { at, quote: '' };
  return { at: at + backslash.length + 1, quote: backslash + quote };
}

// `Bearer x` and `4111 1111 1111 1111` are one value though they have spaces inside.
function bareEnd(text: string, start: number, secret: KeyClass): number {
  scheme.lastIndex = start;
  bareValue.lastIndex = scheme.test(text) ? scheme.lastIndex : start;
  const end = bareValue.test(text) ? bareValue.lastIndex : start;
  if (secret === 'digits' || secret === 'opaque') return end;
  moreDigits.lastIndex = end;
  return isDigit.test(text[end - 1] ?? '') && moreDigits.test(text) ? moreDigits.lastIndex : end;
}

// An escaped quote does not end the value; a value that is not ended reaches to the end.
function quotedEnd(text: string, start: number, quote: string): number {
  let end = text.indexOf(quote, start);
  while (end > 0 && quote.length === 1 && oddBackslashes(text, end)) {
    end = text.indexOf(quote, end + 1);
  }
  return end < 0 ? text.length : end;
}

function oddBackslashes(text: string, at: number): boolean {
  let start = at;
  while (text[start - 1] === '\\') start -= 1;
  return (at - start) % 2 === 1;
}
