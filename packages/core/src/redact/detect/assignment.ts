import { isSecretText, type KeyRules } from '../key-rules.ts';
import type { KeyClass } from '../key-words.ts';
import { isMarker, isMask } from '../markers.ts';
import { decodedName } from '../percent.ts';
import { backslashesBefore, quotedEnd } from './escaped-quote.ts';
import type { Finding } from './finding.ts';

const longestName = 64;
const fewDigits = /\d{3,12}(?![^\s&;,"'<>()\\])/y;
// Without `=` inside, so that no part of a text is read for more than one name.
const opaqueValue = /[\w.~+/-]{14,}=*(?![^\s&;,"'<>()\\])/y;
const isEscape = /^\\[bfnrt]$/;
const nameCharacter = /[\w.%[\]\p{L}\p{M}-]/u;
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
  const { start, quote } = skipQuote(text, valueStart(text, at));
  if (!mayMatch(secret, text, start)) return at + 1;
  const end = quote === '' ? bareEnd(text, at, start, secret) : quotedEnd(text, start, quote);
  const value = text.slice(start, end);
  // `password: x1y2` may be prose.
  if (text[at] === ':' && quote === '' && !looksMade(value)) return at + 1;
  if (isMask(value, mask) || isMarker(value)) return end;
  if (!isSecretText(secret, value) || (secret !== 'digits' && harmless.test(value))) return at + 1;
  return { start, end, marker: mask, rule: 'assignment' };
}

// Behind `=`, `:=`, `=>` and a space.
function valueStart(text: string, at: number): number {
  const start = text[at] === '=' && text[at + 1] === '>' ? at + 2 : at + 1;
  return text[start] === ' ' ? start + 1 : start;
}

function looksMade(value: string): boolean {
  if (value.length < 6) return false;
  return (
    value.length >= 24 || (/\d/.test(value) && /[a-z]/i.test(value)) || /[a-z][A-Z]/.test(value)
  );
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
  if (text[at] === '=' && text[end - 1] === ':') end -= 1;
  if (text[end - 1] === ' ') end -= 1;
  if (text[end - 1] === '"' || text[end - 1] === "'") end -= 1;
  end -= backslashesBefore(text, end);
  let start = end;
  while (start > 0 && end - start < longestName && nameCharacter.test(text[start - 1] as string)) {
    start -= 1;
  }
  if (start === end) return null;
  // `\npassword`, as a line break stands in JSON.
  if (isEscape.test(text.slice(start - 1, start + 1))) start += 1;
  const name = decodedName(text.slice(start, end));
  const before = text[start - 1];
  return before === '?' || before === '&' ? keys.parameter(name) : keys.decide(name).secret;
}

function skipQuote(text: string, at: number): { readonly start: number; readonly quote: string } {
  let end = at;
  while (text[end] === '\\') end += 1;
  const mark = text[end];
  if (mark !== '"' && mark !== "'") return { start: at, quote: '' };
  return { start: end + 1, quote: text.slice(at, end + 1) };
}

// `Bearer x` and `4111 1111 1111 1111` are one value though they have spaces inside.
function bareEnd(text: string, at: number, start: number, secret: KeyClass): number {
  if (text[at] === '=' && secret === 'all') {
    const end = connectionEnd(text, at, start);
    if (end > start) return end;
  }
  scheme.lastIndex = start;
  bareValue.lastIndex = scheme.test(text) ? scheme.lastIndex : start;
  const end = bareValue.test(text) ? bareValue.lastIndex : start;
  if (secret === 'digits' || secret === 'opaque') return end;
  moreDigits.lastIndex = end;
  return isDigit.test(text[end - 1] ?? '') && moreDigits.test(text) ? moreDigits.lastIndex : end;
}

const inBraces = /\{[^}]*\}?/y;
const toSemicolon = /[^;"'\r\n\\]+/y;
const afterSemicolon = /;[\w ]{0,30}$/;

// `Server=x;Password=a b;` and `Pwd={a;b}`: in connection strings white space does not end a value.
function connectionEnd(text: string, at: number, start: number): number {
  const form = text[start] === '{' ? inBraces : toSemicolon;
  if (form === toSemicolon && !afterSemicolon.test(text.slice(Math.max(0, at - 32), at)))
    return start;
  form.lastIndex = start;
  return form.test(text) ? form.lastIndex : start;
}
