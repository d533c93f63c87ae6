import type { Masked } from '../entry/entry.ts';
import { cutText, isLonger } from './cut-text.ts';
import { cleanPart, maskParameters } from './parameters.ts';
import { RedactPass } from './redact-pass.ts';
import { secretSegments } from './secret-segments.ts';
import { settled } from './settled.ts';

/** A URL, absolute or relative, without secrets in user info, path, query and fragment. */
export function redactUrl(
  url: string,
  path: string,
  pass: RedactPass,
  route: string | undefined,
): string {
  const limit = pass.tools.limits.stringBytes;
  const once = (text: string): string => redactOnce(text, path, pass, route);
  const clean = settled(url.length > limit ? url.slice(0, limit) : url, once) ?? unsettled;
  if (clean === url && !isLonger(url, limit)) return url;
  if (url.length <= limit && isAtRest(clean, pass, route)) return clean;
  for (let room = limit; room > 0; room = Math.floor(room * 0.8)) {
    const short = settled(cutText(clean, room, url.length), once) ?? unsettled;
    if (isAtRest(short, pass, route)) return short;
  }
  return unsettled;
}

// Whether it fits and nothing in it would be masked again. A part that is masked and then cut may
// look the same afterwards.
function isAtRest(url: string, { tools }: RedactPass, route: string | undefined): boolean {
  if (isLonger(url, tools.limits.stringBytes)) return false;
  const masked: Masked[] = [];
  return redactOnce(url, '', new RedactPass(tools, masked), route) === url && masked.length === 0;
}

const unsettled = '[redacted:unparsed]';

function redactOnce(
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
    .map((segment) => cleanPart(segment, path, pass))
    .join('/');
}

const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i;

function byRoute(head: string, path: string, pass: RedactPass, route: string | undefined): string {
  if (route === undefined || !/[:{*]/.test(route)) return head;
  const start = origin.exec(head)?.[0].length ?? 0;
  const segments = head.slice(start).split('/');
  let replaced = false;
  for (const [index, placeholder] of secretSegments(segments, route, pass.keys)) {
    if (segments[index] === placeholder) continue;
    segments[index] = placeholder;
    replaced = true;
  }
  if (!replaced) return head;
  pass.note(path, 'route');
  return head.slice(0, start) + segments.join('/');
}
