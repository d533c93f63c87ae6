import type { KeyRules } from './key-rules.ts';

const parameter = /[:{*](\w+)/g;

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
  const places = segments.flatMap((segment, index) => (segment === '' ? [] : [index]));
  const parts = route.split('/').filter((part) => part !== '');
  const secret = parts.map((part) => placeholder(part, keys));
  const found = new Map<number, string>();
  if (secret.every((part) => part === null)) return found;
  const note = (place: number | undefined, part: string | null | undefined): void => {
    if (place !== undefined && typeof part === 'string') found.set(place, part);
  };
  const star = parts.findIndex((part) => part.includes('*'));
  const isShort = places.length < parts.length;
  // A wildcard takes any number of segments, an optional part none.
  if (star >= 0 || isShort) {
    const last = star < 0 ? parts.length : star;
    for (let at = 0; at < last; at += 1) note(places[at], secret[at]);
    const stop = places.length - (parts.length - star - 1);
    for (let at = star; star >= 0 && at < stop; at += 1) note(places[at], secret[star]);
  }
  // The rest from the end, since a mounted router may know only the last part of the path.
  const open = isShort ? Math.max(star, parts.findLastIndex(isOptional)) : star;
  for (let back = 1; back < parts.length - open; back += 1)
    note(places.at(-back), secret.at(-back));
  return found;
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
