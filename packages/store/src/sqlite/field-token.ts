import type { FieldValue } from '@whodid/core';

// A token is made of characters that the tokenizer of the table `word` keeps together, and begins
// with one that no word has. Values are folded as `matches` folds them.
//
//   =d1=order.refund        field d (action), tenant 1, as it is
//   =a1=ada~lovelace!k2j9x  a space became ~, so a hash tells it from `ada-lovelace` and others

const mark = '=';
const literalLength = 24;
const literal = /^[a-z0-9._:/@-]{0,24}$/;
const notLiteral = /[^a-z0-9._:/@-]/g;
const scaleSteps = 4;
const maxScale = 160;

/** The token that every entry of a tenant has. */
export function tenantToken(tenant: number): string {
  return `${mark}${mark}${tenant.toString(36)}`;
}

/** The token of a word that is in the path only, and so is no word of the text. */
export function pathWordToken(word: string): string {
  return `~${word}`;
}

/** What the tokens of one field of one tenant begin with. */
export function tokenStart(letter: string, tenant: number): string {
  return `${mark}${letter}${tenant.toString(36)}${mark}`;
}

/** The token of a value, without its start. Different values may share one only if it is hashed. */
export function valueToken(value: FieldValue): string {
  const text = String(value).toLowerCase();
  return isLiteral(text) ? text : `${toLiteral(text)}!${hashOf(text)}`;
}

/** Whether a token tells its value without doubt. */
export function isExactToken(token: string): boolean {
  return !token.includes('!');
}

/** Whether folded text is in its token as it is. */
export function isLiteral(folded: string): boolean {
  return literal.test(folded);
}

/** What the tokens of all values that begin so begin with; and perhaps those of others. */
export function prefixToken(prefix: string): string {
  return toLiteral(prefix.toLowerCase());
}

/** The order of magnitude of a number, four steps to a doubling. Never falls as the number grows. */
export function scaleOf(value: number): number {
  if (!(value > 0)) return 0;
  return Math.min(maxScale, Math.floor(scaleSteps * Math.log2(1 + value)));
}

function toLiteral(text: string): string {
  return text.slice(0, literalLength).replace(notLiteral, '~');
}

// cyrb53: quick, and enough, because what is found by a hash is compared again.
function hashOf(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
