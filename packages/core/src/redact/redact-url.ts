import { maskParameters } from './parameters.ts';
import { decoded } from './percent.ts';
import type { RedactPass } from './redact-pass.ts';

/** A URL, absolute or relative, without secrets in user info, path, query and fragment. */
export function redactUrl(
  url: string,
  path: string,
  pass: RedactPass,
  route: string | undefined,
): string {
  const hash = url.indexOf('#');
  const beforeHash = hash < 0 ? url : url.slice(0, hash);
  const question = beforeHash.indexOf('?');
  const head = question < 0 ? beforeHash : beforeHash.slice(0, question);
  let clean = pass.text(cleanSegments(byRoute(head, path, pass, route), path, pass), path);
  if (question >= 0) clean += `?${maskParameters(beforeHash.slice(question + 1), path, pass)}`;
  if (hash >= 0) clean += `#${maskParameters(url.slice(hash + 1), path, pass)}`;
  return clean;
}

// A segment of the path that is percent-encoded hides from the scan of the whole.
function cleanSegments(head: string, path: string, pass: RedactPass): string {
  if (!head.includes('%')) return head;
  return head
    .split('/')
    .map((segment) => {
      const plain = decoded(segment);
      const clean = pass.text(plain, path);
      return clean === plain ? segment : encodeURIComponent(clean);
    })
    .join('/');
}

// `/reset/x1y2` on the route `/reset/:token` becomes `/reset/:token`. Compared from the end, since
// a mounted router knows only the last part of the path.
function byRoute(head: string, path: string, pass: RedactPass, route: string | undefined): string {
  if (route === undefined || !/[:{]/.test(route)) return head;
  const segments = head.split('/');
  const pattern = route.split('/').filter((part) => part !== '');
  const offset = segments.length - pattern.length;
  if (offset < 0) return head;
  let replaced = false;
  for (const [index, part] of pattern.entries()) {
    const name = /^[:{](\w+)/.exec(part)?.[1];
    if (name === undefined || pass.keys.parameter(name) === null) continue;
    if (segments[offset + index] === part) continue;
    segments[offset + index] = part;
    replaced = true;
  }
  if (!replaced) return head;
  pass.note(path, 'route');
  return segments.join('/');
}
