import { isMask } from '../markers.ts';
import type { Finding } from './finding.ts';

const headerLine =
  /(?:authorization|cookie|x-api-key|x-auth-token): *(?:(?:bearer|basic|digest|negotiate|token) +)?/iy;
const cookiePair = /[\w.-]{1,64}=/y;
const lineEnd = /[\r\n"'\\]/g;

/** The value of a header that is always secret, written as a line of text. `at` is at its name. */
export function findHeaderLine(text: string, at: number, mask: string): Finding | number {
  headerLine.lastIndex = at;
  if (!headerLine.test(text)) return at + 1;
  const start = headerLine.lastIndex;
  // A quoted value begins at the colon.
  const colon = text.indexOf(':', at);
  if (!isMeant(text, at, start)) return colon;
  lineEnd.lastIndex = start;
  const match = lineEnd.exec(text);
  const end = match === null ? text.length : match.index;
  const value = text.slice(start, end);
  if (value === '') return colon;
  if (isMask(value, mask)) return start;
  return { start, end, marker: mask, rule: 'authorization' };
}

// "A cookie: a small file" is prose. Told by its beginning: looking for the end of each such line in
// vain would take quadratic time.
function isMeant(text: string, at: number, start: number): boolean {
  cookiePair.lastIndex = start;
  return text[at]?.toLowerCase() !== 'c' || cookiePair.test(text);
}
