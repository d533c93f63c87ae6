import { isLonger } from './cut-text.ts';
import type { RedactPass } from './redact-pass.ts';
import { settled } from './settled.ts';

const keptAttributes = new Set([
  ...['domain', 'expires', 'httponly', 'max-age', 'partitioned', 'path', 'priority', 'samesite'],
  'secure',
]);
const mostCookies = 100;
const mostCharacters = 16_384;
const splitSetCookie = /, *(?=[^;,=\s]+=)/;

/** A `cookie` header with names only. */
export function redactCookie(value: string, path: string, pass: RedactPass): string {
  return masked(value, path, pass, (text) =>
    text
      .split(';', mostCookies)
      .map((pair) => namePart(pair.trim(), pass))
      .join('; '),
  );
}

/** One or several `set-cookie` headers, joined by commas: names and attributes. */
export function redactSetCookie(value: string, path: string, pass: RedactPass): string {
  return masked(value, path, pass, (text) =>
    text
      .split(splitSetCookie, mostCookies)
      .map((cookie) => oneSetCookie(cookie, pass))
      .join(', '),
  );
}

function masked(
  value: string,
  path: string,
  pass: RedactPass,
  clean: (text: string) => string,
): string {
  const short = value.length > mostCharacters ? value.slice(0, mostCharacters) : value;
  const settledText = settled(short, clean) ?? pass.mask;
  const text = isLonger(settledText, pass.tools.limits.stringBytes) ? pass.mask : settledText;
  if (text !== value && text.includes(pass.mask)) pass.note(path, 'cookie');
  return text;
}

function oneSetCookie(cookie: string, pass: RedactPass): string {
  const [pair = '', ...attributes] = cookie.split(';');
  const kept = attributes
    .map((attribute) => attribute.trim())
    .filter((attribute) => keptAttributes.has(attribute.split('=', 1)[0]?.toLowerCase() ?? ''))
    .map((attribute) => pass.text(attribute, ''));
  return [namePart(pair.trim(), pass), ...kept].join('; ');
}

// A cookie without a name is all value.
function namePart(pair: string, pass: RedactPass): string {
  const equals = pair.indexOf('=');
  if (equals < 0) return pair === '' || pass.isMask(pair) ? pair : pass.mask;
  const name = pass.nameOf(pair.slice(0, equals).trim());
  const value = pair.slice(equals + 1);
  return value === '' || pass.isMask(value) ? `${name}=${value}` : `${name}=${pass.mask}`;
}
