import type { Finding } from './finding.ts';

const quoting = /got invalid value ([^\n]+)/y;
const marker = '[redacted:unparsed]';

/**
 * What GraphQL servers quote of a variable that is not what its type wants: the value, whatever the
 * variable feeds, and often a second time. `at` is at `got`.
 */
export function findInvalidValue(text: string, at: number): Finding | number {
  quoting.lastIndex = at;
  const [, quoted = ''] = quoting.exec(text) ?? [];
  if (quoted === '' || quoted === marker) return at + 1;
  const end = quoting.lastIndex;
  return { start: end - quoted.length, end, marker, rule: 'unparsed' };
}
