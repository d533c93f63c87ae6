import type { Finding } from './finding.ts';

// The engine quotes at most forty characters, or ten on each side of the place.
const quoting =
  /(Unexpected token '[\s\S]{1,2}', (?:\.\.\.)?")([\s\S]{0,80}?)"(?:\.\.\.)? is not valid JSON/y;
const marker = '[redacted:unparsed]';

/** What `JSON.parse` quotes of a text that it could not parse. `at` is at `Unexpected`. */
export function findParseError(text: string, at: number): Finding | number {
  quoting.lastIndex = at;
  const [, before = '', quoted = ''] = quoting.exec(text) ?? [];
  if (quoted === '' || quoted === marker) return at + 1;
  const start = at + before.length;
  return { start, end: start + quoted.length, marker, rule: 'unparsed' };
}
