import type { Matcher } from './express-tree.ts';

const token = 'whodid-probe';

/**
 * The pattern behind a path that matches, where Express has not kept it: each segment is exchanged
 * in turn, and if the path still matches, the segment is what the parameter with the new value is
 * called. What stands beside other text in its segment cannot be told and stays as it is.
 */
export function probe(match: Matcher, path: string): string {
  const segments = path.split('/');
  const named = segments.map((segment, at) =>
    segment === '' ? segment : (nameOf(match, segments.with(at, token).join('/')) ?? segment),
  );
  // A parameter for several segments is found in each of them.
  return named.filter((name, at) => !name.startsWith('*') || name !== named[at - 1]).join('/');
}

function nameOf(match: Matcher, path: string): string | undefined {
  const matched = match(path);
  if (matched === false || matched.path !== path) return undefined;
  for (const [name, value] of Object.entries(matched.params)) {
    if (value === token) return `:${name}`;
    if (includesToken(value)) return /^\d+$/.test(name) ? '*' : `*${name}`;
  }
  return undefined;
}

function includesToken(value: unknown): boolean {
  return (Array.isArray(value) || typeof value === 'string') && value.includes(token);
}
