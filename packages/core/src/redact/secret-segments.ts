import type { KeyRules } from './key-rules.ts';

const parameter = /[:{*](\w+)/g;
const mostPatterns = 1000;
const longestRoute = 256;
const nothing: ReadonlyMap<number, string> = new Map();

interface Pattern {
  /** For each part what stands for it, if it is secret. */
  readonly secret: readonly (string | null)[];
  /** Places of the first wildcard and the last optional part, or -1. */
  readonly star: number;
  readonly lastOptional: number;
}

const patterns = new WeakMap<KeyRules, Map<string, Pattern | null>>();

/**
 * Which segments of a path are secret according to the pattern of its route, and what to write in
 * place of each: `/reset/x1y2` on the route `/reset/:token` becomes `/reset/:token`.
 *
 * @param segments - of the path, also empty ones: an app may take more slashes than the pattern has.
 */
export function secretSegments(
  segments: readonly string[],
  route: string,
  keys: KeyRules,
): ReadonlyMap<number, string> {
  const pattern = patternOf(route, keys);
  if (pattern === null) return nothing;
  const { secret, star, lastOptional } = pattern;
  const places = segments.flatMap((segment, index) => (segment === '' ? [] : [index]));
  const found = new Map<number, string>();
  const note = (place: number | undefined, part: string | null | undefined): void => {
    if (place !== undefined && typeof part === 'string') found.set(place, part);
  };
  const isShort = places.length < secret.length;
  // A wildcard takes any number of segments, an optional part none.
  if (star >= 0 || isShort) {
    const last = star < 0 ? secret.length : star;
    for (let at = 0; at < last; at += 1) note(places[at], secret[at]);
    const stop = places.length - (secret.length - star - 1);
    for (let at = star; star >= 0 && at < stop; at += 1) note(places[at], secret[star]);
  }
  // The rest from the end, since a mounted router may know only the last part of the path.
  const open = isShort ? Math.max(star, lastOptional) : star;
  for (let back = 1; back < secret.length - open; back += 1)
    note(places.at(-back), secret.at(-back));
  return found;
}

// A program has few routes and is asked for the same ones all the time.
function patternOf(route: string, keys: KeyRules): Pattern | null {
  const cache = patterns.get(keys) ?? new Map<string, Pattern | null>();
  const known = cache.get(route);
  if (known !== undefined) return known;
  const parts = route.split('/').filter((part) => part !== '');
  const secret = parts.map((part) => placeholder(part, keys));
  const star = parts.findIndex((part) => part.includes('*'));
  const lastOptional = parts.findLastIndex(isOptional);
  const pattern = secret.some((part) => part !== null) ? { secret, star, lastOptional } : null;
  if (cache.size >= mostPatterns) cache.clear();
  if (route.length <= longestRoute) cache.set(route, pattern);
  patterns.set(keys, cache);
  return pattern;
}

function placeholder(part: string, keys: KeyRules): string | null {
  for (const [, name = ''] of part.matchAll(parameter)) {
    if (keys.parameter(name) !== null) return plainPart(part);
  }
  return null;
}

// Without the signs of an optional part, and without what would begin a query in the path.
function plainPart(part: string): string {
  return /^\{.*\}$/.test(part) ? part : part.replace(/[?#{}]/g, '');
}

function isOptional(part: string): boolean {
  return /[?{}]/.test(part);
}
