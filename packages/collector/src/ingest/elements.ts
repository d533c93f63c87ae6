import { isUtf8 } from 'node:buffer';
import { Problem } from '../problem/problem.ts';
import { walkMarks } from './json-marks.ts';
import type { IngestLimits } from './limits.ts';

/** Which way entries stand in a body. */
export type BodyForm = 'json' | 'ndjson';

/** An element that is not JSON as we take it. */
export interface Unreadable {
  readonly unreadable: 'BODY_INVALID' | 'TOO_DEEP';
  /** The rest of a sentence about it. */
  readonly reason: string;
}

/** What one element turned out to be. */
export type Parsed = { readonly value: unknown } | Unreadable;

/** A body cut into elements. `single` is a body that is one object, as people send it by hand. */
export interface Elements {
  readonly single: boolean;
  readonly list: readonly Uint8Array[];
}

/**
 * Cuts a body into elements without parsing it, so that one broken element costs only itself.
 *
 * @throws Problem `BODY_INVALID` if there is nothing to cut, `TOO_MANY_ENTRIES`.
 */
export function cutElements(body: Uint8Array, form: BodyForm, limits: IngestLimits): Elements {
  const from = afterBlank(body, startsWithMark(body) ? 3 : 0);
  if (from === body.length) throw new Problem('BODY_INVALID', 'The body is empty.');
  if (form === 'ndjson') return { single: false, list: cutLines(body, from, limits.entries) };
  if (body[from] !== 0x5b) return { single: true, list: [body.subarray(from)] };
  return { single: false, list: cutList(body, from, limits.entries) };
}

/** Parses one element. Nothing it can contain makes this throw or take long. */
export function parseElement(bytes: Uint8Array, limits: IngestLimits): Parsed {
  if (!isUtf8(bytes)) return { unreadable: 'BODY_INVALID', reason: 'is not UTF-8' };
  if (depthOf(bytes) > limits.depth) {
    return { unreadable: 'TOO_DEEP', reason: `is nested more than ${limits.depth} deep` };
  }
  try {
    return {
      value: JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()),
    };
  } catch {
    // The message of the parser quotes the text, so it goes no further.
    return { unreadable: 'BODY_INVALID', reason: 'is not JSON' };
  }
}

function cutLines(body: Uint8Array, from: number, limit: number): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = from;
  while (start < body.length) {
    const found = body.indexOf(0x0a, start);
    const end = found === -1 ? body.length : found;
    // Up to the end of the line only: from every empty line to the next full one would be quadratic.
    const first = afterBlank(body, start, end);
    if (first < end) lines.push(body.subarray(first, end));
    if (lines.length > limit) throw tooMany(limit);
    start = end + 1;
  }
  return lines;
}

function cutList(body: Uint8Array, from: number, limit: number): Uint8Array[] {
  const list: Uint8Array[] = [];
  let start = from + 1;
  let end = -1;
  walkMarks(body, from, body.length, {
    comma(at, depth) {
      if (depth !== 1) return true;
      list.push(body.subarray(start, at));
      start = at + 1;
      return list.length <= limit;
    },
    close(at, depth) {
      if (depth === 0 && end === -1) end = at;
    },
  });
  if (list.length > limit) throw tooMany(limit);
  if (end === -1 || body[end] !== 0x5d)
    throw new Problem('BODY_INVALID', 'The list of entries does not end.');
  if (afterBlank(body, end + 1) !== body.length) {
    throw new Problem('BODY_INVALID', 'There is more after the list of entries.');
  }
  const last = body.subarray(start, end);
  if (list.length > 0 || afterBlank(last, 0) < last.length) list.push(last);
  if (list.length > limit) throw tooMany(limit);
  return list;
}

function depthOf(bytes: Uint8Array): number {
  let deepest = 0;
  walkMarks(bytes, 0, bytes.length, {
    open(depth) {
      if (depth > deepest) deepest = depth;
    },
  });
  return deepest;
}

function afterBlank(bytes: Uint8Array, from: number, to = bytes.length): number {
  let at = from;
  while (at < to && isBlank(bytes[at])) at += 1;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

// The byte order mark that some editors put before UTF-8.
function startsWithMark(body: Uint8Array): boolean {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
}

function tooMany(limit: number): Problem {
  const detail = `One request may hold ${limit} entries. Send the rest in another one.`;
  return new Problem('TOO_MANY_ENTRIES', detail, { facts: { limit } });
}
