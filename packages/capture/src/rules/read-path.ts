const origin = /^[a-z][a-z\d+.-]*:\/\/[^/?#\\]*/i;
const dots = /\\|(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

/**
 * The path in a request target as routers read it: without scheme and host (RFC 9112 section 3.2.2),
 * without query, and without a fragment. None belongs there, but Node passes it on, and routers cut it
 * off.
 */
export function pathOf(target: string): string {
  const rest = target.startsWith('/') ? target : target.replace(origin, '');
  const end = rest.search(/[?#]/);
  const path = end === -1 ? rest : rest.slice(0, end);
  return path === '' && rest !== target ? '/' : path;
}

/**
 * The path as `new URL()` reads it, which resolves `..` and takes `\` for `/`, if that is another one.
 * Some routers go by it, others by the path as it came.
 */
export function resolvedPath(path: string): string | undefined {
  if (!dots.test(path)) return undefined;
  const url = `http://localhost${path}`;
  const resolved = URL.canParse(url) ? new URL(url).pathname : path;
  return resolved === path ? undefined : resolved;
}
