/** The address that shows the sign-in page to everybody. */
export const signInPath = '/sign-in';

const home = '/';

/**
 * Where to go after signing in, given the address of now: what `to` says on the sign-in page, if it
 * is a place of ours, and otherwise where one is.
 */
export function placeAfterSignIn({
  origin,
  pathname,
  search,
  hash,
}: Pick<Location, 'origin' | 'pathname' | 'search' | 'hash'>): string {
  if (pathname !== signInPath) return `${pathname}${search}${hash}`;
  const wanted = new URLSearchParams(search).get('to') ?? '';
  // Read as the browser would: it takes `\` for `/`, and leaves out tabs and line ends.
  const url = wanted.startsWith('/') ? URL.parse(wanted, origin) : null;
  if (url === null || url.origin !== origin) return home;
  const place = `${url.pathname}${url.search}${url.hash}`;
  // `/.//evil` stays with us until it is shortened, and back here there is nothing new.
  return place.startsWith('//') || url.pathname === signInPath ? home : place;
}
