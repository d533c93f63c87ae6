import type { FieldValue } from '@whodid/core';

// A token is made of characters that the tokenizer of the table `word` keeps together, and begins
// with one that no word has. Values are folded as `matches` folds them.
//
//   =d1=order.refund        field d (action), tenant 1, as it is
//   =o1=firefox~140!k2j9xa  a space became ~, so a hash tells it from others that look the same
//   =r1=4bf92f35!p0q3z7     long, and one of very many: how it begins, and a hash

const mark = '=';
const hashMark = '!';
const notLiteral = /[^a-z0-9._:/@-]/g;
const literal = /^[a-z0-9._:/@-]*$/;
const scaleSteps = 4;
const maxScale = 160;

/**
 * How much of a value is in its token.
 *
 * A value of up to `whole` characters is there as it is, of a longer one only the beginning: `cut`
 * characters.
 */
export interface TokenLengths {
  readonly whole: number;
  readonly cut: number;
}

/** For fields that have few values: each is kept but a few times. */
export const listedLengths: TokenLengths = { whole: 48, cut: 48 };
/** For fields that may have a value of their own in every entry: there each byte counts. */
export const manyLengths: TokenLengths = { whole: 24, cut: 8 };
/** For ids that have to be told apart without doubt: enough for a UUID or ULID in capitals. */
export const idLengths: TokenLengths = { whole: 64, cut: 16 };

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
export function valueToken(value: FieldValue, lengths: TokenLengths): string {
  const given = String(value);
  // Most are lower case and plain.
  if (given.length <= lengths.whole && literal.test(given)) return given;
  const text = given.toLowerCase();
  if (text.length <= lengths.whole && literal.test(text)) return text;
  const length = text.length <= lengths.whole ? lengths.whole : lengths.cut;
  return `${toLiteral(text.slice(0, length))}${hashMark}${hashOf(text)}`;
}

/**
 * A value in characters that a token holds as they are, capitals too: `Ab|é` is `@ab@7c@800e9`.
 * Different values never become the same, and what begins a value begins what it becomes.
 */
export function spelledOut(value: string): string {
  return value.replace(notPlain, (unit) => {
    if (unit >= 'A' && unit <= 'Z') return `@${unit.toLowerCase()}`;
    const code = unit.charCodeAt(0);
    // Told from a capital by the digit, and from each other by which it is.
    const digits = code.toString(16);
    return code < 0x80 ? `@${digits.padStart(2, '0')}` : `@8${digits.padStart(4, '0')}`;
  });
}

// By UTF-16 unit. What is literal, without the `@` that marks the rest.
const notPlain = /[^a-z0-9._:/-]/g;

/** Whether a token tells its value without doubt. */
export function isExactToken(token: string): boolean {
  return !token.includes(hashMark);
}

/**
 * What the tokens begin with of the values that begin with `prefix`; and perhaps those of others,
 * unless `exact`.
 */
export function prefixTokens(
  prefix: string,
  { whole, cut }: TokenLengths,
): { readonly beginnings: readonly string[]; readonly exact: boolean } {
  const text = prefix.toLowerCase();
  const beginning = toLiteral(text.slice(0, whole));
  // Of a longer value less may be there than is asked for.
  const beginnings =
    text.length > cut ? [beginning, `${toLiteral(text.slice(0, cut))}${hashMark}`] : [beginning];
  return { beginnings, exact: text.length <= cut && literal.test(text) };
}

/** The order of magnitude of a number, four steps to a doubling. Never falls as the number grows. */
export function scaleOf(value: number): number {
  if (!(value > 0)) return 0;
  return Math.min(maxScale, Math.floor(scaleSteps * Math.log2(1 + value)));
}

function toLiteral(text: string): string {
  return text.replace(notLiteral, '~');
}

// FNV-1a with the finish of MurmurHash3, cut to 30 bits, which is what turns into text quickly. That
// is enough, because what is found by a hash is compared again.
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) & 0x3fffffff).toString(36);
}
