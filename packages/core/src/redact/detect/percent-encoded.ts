import { layersOf } from '../percent.ts';
import type { Finding } from './finding.ts';

const run = /[\w%.~*+,:;!()-]+/y;
const character = /[\w%.~*+,:;!()-]/;

/**
 * Something percent-encoded that holds a secret when it is decoded: `data=%7B%22password%22…`.
 * `at` is at an encoded `=` or quote.
 */
export function findPercentEncoded(
  text: string,
  at: number,
  holdsSecret: (plain: string) => boolean,
): Finding | number {
  let start = at;
  while (start > 0 && character.test(text[start - 1] as string)) start -= 1;
  run.lastIndex = at;
  run.test(text);
  const end = run.lastIndex;
  if (!layersOf(text.slice(start, end)).some(holdsSecret)) return end;
  return { start, end, marker: `[redacted:encoded ${end - start} characters]`, rule: 'encoded' };
}
