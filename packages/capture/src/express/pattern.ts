/** The patterns of one `path` argument of Express: a text, a regular expression, or a list of them. */
export function patternsOf(path: unknown): readonly string[] {
  if (Array.isArray(path)) return path.flat(Number.POSITIVE_INFINITY).map(String);
  return [String(path)];
}

/** A pattern below a mount point. */
export function join(mount: string, pattern: string): string {
  const joined = `${mount.replace(/\/+$/, '')}${pattern === '/' ? '' : pattern}`;
  return joined === '' ? '/' : joined;
}

/**
 * Whether a path may be of a pattern. Only tells apart the several places where one router is
 * mounted, so whatever is not plain text counts as fitting.
 */
export function fits(pattern: string, path: string): boolean {
  const given = path.split('/').filter((segment) => segment !== '');
  const wanted = pattern.split('/').filter((segment) => segment !== '');
  for (const [index, segment] of wanted.entries()) {
    if (/[*{(\\]/.test(segment)) return true;
    const found = given[index];
    if (found === undefined) return false;
    if (!segment.includes(':') && segment.toLowerCase() !== found.toLowerCase()) return false;
  }
  return given.length === wanted.length;
}

/** A path with the values of parameters replaced by their names: the best guess without a tree. */
export function withNames(path: string, params: { readonly [name: string]: unknown }): string {
  const names = new Map(Object.entries(params).map(([name, value]) => [value, name]));
  return path
    .split('/')
    .map((segment) => {
      const name = segment === '' ? undefined : names.get(segment);
      return name === undefined ? segment : `:${name}`;
    })
    .join('/');
}
