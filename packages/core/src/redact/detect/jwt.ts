import type { Finding } from './finding.ts';

// `eyJ` is `{"` in base64. Signed tokens have three parts, encrypted ones five; one that was cut
// off has two.
const token = /eyJ[\w-]{5,}\.[\w-]{4,}(?:\.[\w-]*){0,3}/y;
const firstPart = /[\w-]+/y;

/** A JSON Web Token. `at` is at `eyJ`. */
export function findJwt(text: string, at: number): Finding | number {
  firstPart.lastIndex = at;
  firstPart.test(text);
  const end = firstPart.lastIndex;
  if (text[end] !== '.') return end;
  token.lastIndex = at;
  if (!token.test(text)) return end;
  return { start: at, end: token.lastIndex, marker: '[redacted:jwt]', rule: 'jwt' };
}
