import { isMask } from '../markers.ts';
import type { Finding } from './finding.ts';

const webSchemes = new Set(['http', 'https', 'ws', 'wss', 'ftp', 'file']);
const longestScheme = 20;
// Where the authority of a web address ends; in connection strings people put anything into a
// password, so there only white space, quotes and the next address end it. Without the latter,
// a text full of `://` would be searched to its end each time.
const webEnd = /[\s"'<>/?#\\]/g;
const otherEnd = /[\s"'<>\\]|:\/\//g;
const shortestToken = 20;

/** The password in `scheme://user:password@host`. `at` is at `://`. */
export function findUrlPassword(text: string, at: number, mask: string): Finding | number {
  const start = at + 3;
  const stop = webSchemes.has(schemeBefore(text, at)) ? webEnd : otherEnd;
  stop.lastIndex = start;
  const match = stop.exec(text);
  const authority = text.slice(start, match === null ? text.length : match.index);
  const host = start + authority.lastIndexOf('@');
  if (host < start) return start;
  const from = start + authority.indexOf(':') + 1;
  // Without a colon it is a name, or a token if it is long. The colon may also follow the `@`.
  const alone = from === start || from > host;
  if (alone && host - start < shortestToken) return start;
  const secret = alone ? start : from;
  if (secret === host || isMask(text.slice(secret, host), mask)) return host + 1;
  return { start: secret, end: host, marker: mask, rule: 'url-password' };
}

function schemeBefore(text: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < longestScheme && isSchemeCharacter(text.charCodeAt(start - 1))) {
    start -= 1;
  }
  return text.slice(start, at).toLowerCase();
}

function isSchemeCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 43 ||
    code === 45 ||
    code === 46
  );
}
