const longest = 2048;

/**
 * Where to go after signing in: a path of our own, with query and fragment, in the form in which a
 * browser reads it. `/` for whatever could lead elsewhere: `//evil`, `/\evil`, a whole address.
 */
export function placeIn(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || wanted.length > longest) return '/';
  // Read as a browser would: it takes `\` for `/`, and leaves out tabs and line ends.
  const url = URL.parse(wanted, base);
  if (url === null || url.origin !== base) return '/';
  const place = `${url.pathname}${url.search}${url.hash}`;
  // `/.//evil` stays with us until it is shortened to `//evil`.
  return place.startsWith('//') ? '/' : place;
}

const base = 'http://whodid.invalid';
