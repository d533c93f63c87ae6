import type { RateLimitOptions } from '@whodid/collector';
import { usageFailure } from '../failure.ts';

/**
 * Reads `off`, which is `null`, or `ingestPerTenant=240000,failedPerAddress=60`; `undefined` for
 * nothing. Names and numbers are checked by the collector.
 *
 * @throws Failure for anything else.
 */
export function rateLimitsIn({
  name,
  text,
}: {
  readonly name: string;
  readonly text: string | undefined;
}): RateLimitOptions | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'off') return null;
  const pairs = text.split(',').map((pair) => /^\s*(\w+)=(\d{1,10})\s*$/.exec(pair));
  if (pairs.every((pair) => pair !== null)) {
    return Object.fromEntries(pairs.map(([, limit, number]) => [limit, Number(number)]));
  }
  throw usageFailure(
    `${name} must be off or limits`,
    'as in ingestPerTenant=240000,failedPerAddress=60',
  );
}

/** Reads a list with commas between; `undefined` for nothing. */
export function listIn(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
