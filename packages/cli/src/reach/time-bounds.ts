import { isWhodidError, parseQuery } from '@whodid/core';
import type { Typed } from '../command.ts';
import { queryFailure } from '../query-failure.ts';
import { textOf } from '../read-flags.ts';

/** Between which instants to look, in milliseconds since 1970, both included. */
export interface TimeBounds {
  readonly from?: number;
  readonly to?: number;
}

/** Reads `--since` and `--until`, which take the same words as `created:` in a query. */
export function timeBounds(options: Typed['options'], now: number): TimeBounds {
  const since = textOf(options, 'since');
  const until = textOf(options, 'until');
  return {
    ...(since === undefined ? {} : { from: bound('--since', '>=', since, now) }),
    ...(until === undefined ? {} : { to: bound('--until', '<=', until, now) }),
  };
}

function bound(flag: string, operator: '>=' | '<=', text: string, now: number): number {
  try {
    const query = parseQuery(`created:${operator}"${text.replaceAll('"', ' ')}"`, { now });
    if (query.type === 'field' && query.match.type === 'between') {
      return operator === '>=' ? query.match.min : query.match.max;
    }
  } catch (error) {
    if (!isWhodidError(error, 'QUERY_INVALID')) throw error;
    const { problem, suggestion } = error.facts;
    throw queryFailure(text, { at: 0, length: text.length, suggestion }, `${flag}: ${problem}`);
  }
  throw queryFailure(text, { at: 0, length: text.length }, `${flag}: This is no time`);
}
