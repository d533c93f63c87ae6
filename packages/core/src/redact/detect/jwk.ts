import type { Finding } from './finding.ts';

const privateMember = /"(?:d|k|p|q|dp|dq|qi|oth)\\*" ?:/;
const edge = /[{}]/g;

/** A private JSON Web Key inside a text. `at` is at the quote before `kty`. */
export function findJwk(text: string, at: number): Finding | number {
  let start = at;
  while (start > 0 && text[start - 1] !== '{' && text[start - 1] !== '}') start -= 1;
  edge.lastIndex = at;
  const close = edge.exec(text);
  // Going on there, no part of a text is looked at for two keys.
  const end = close === null ? text.length : close.index;
  if (text[start - 1] !== '{' || !privateMember.test(text.slice(start, end))) return end;
  return {
    start: start - 1,
    end: Math.min(text.length, end + 1),
    marker: '[redacted:jwk]',
    rule: 'jwk',
  };
}
