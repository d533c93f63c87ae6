import type { Json } from '../../entry/entry.ts';
import { binary } from '../foreign-value.ts';
import { maskParameters } from '../parameters.ts';
import { closedJson } from '../partial-json.ts';
import type { RawBody } from '../raw-body.ts';
import type { RedactPass } from '../redact-pass.ts';
import { decodeText } from './decode-text.ts';
import { decompressed } from './decompress.ts';
import { boundaryOf, multipartFields } from './multipart.ts';

const unparsed = '[redacted:unparsed]';
const jsonType = /^(?:application|text|model|image)\/(?:[\w.+-]+\+)?json$/;
const linesType = /^application\/(?:x-)?(?:ndjson|jsonl|json-lines)$/;
const graphqlType = 'application/graphql';
const textTypes = new Set(['text/plain', graphqlType, 'text/csv', 'text/markdown', '']);
const formText = /^[^\s=&{}"<>]{1,200}=[^\s<>"{}]*$/;

/** A body by its structure. What cannot be read is replaced by a marker, never passed through. */
export function redactBody(body: RawBody, path: string, pass: RedactPass): Json {
  const bytes = decompressed(body.bytes, body.contentEncoding);
  if (typeof bytes === 'string') return omitted(bytes, body, path, pass);
  const contentType = body.contentType ?? '';
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (type === 'multipart/form-data') {
    const fields = multipartFields(bytes, boundaryOf(contentType) ?? '');
    return fields === undefined ? refused(path, pass) : pass.value(fields, path, false);
  }
  if (jsonType.test(type)) return json(decodeText(bytes, charsetOf(contentType)), path, pass);
  if (linesType.test(type)) return lines(decodeText(bytes, charsetOf(contentType)), path, pass);
  if (type === 'application/x-www-form-urlencoded') {
    return form(decodeText(bytes, charsetOf(contentType)), path, pass);
  }
  if (textTypes.has(type))
    return text(bytes, { type, contentType }, path, pass) ?? omitted('type', body, path, pass);
  return omitted('type', body, path, pass);
}

function charsetOf(contentType: string): string | undefined {
  return /;\s*charset="?([\w.:-]{1,40})/i.exec(contentType)?.[1]?.toLowerCase();
}

function json(source: string, path: string, pass: RedactPass): Json {
  const value = parsed(source);
  return value === undefined ? refused(path, pass) : pass.value(value, path, false);
}

// A body may be only the first bytes of what was sent.
function parsed(source: string): unknown {
  const plain = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  try {
    return JSON.parse(plain);
  } catch {
    try {
      return withDocument(JSON.parse(closedJson(plain)));
    } catch {
      return undefined;
    }
  }
}

// Of a GraphQL request that was cut off before its document nobody can tell what its variables feed.
// With an empty document it is seen for what it is.
function withDocument(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDocument);
  if (typeof value !== 'object' || value === null) return value;
  return 'variables' in value && !('query' in value) ? { ...value, query: '' } : value;
}

function lines(source: string, path: string, pass: RedactPass): Json {
  const values = source
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parsed(line) ?? unparsed);
  return pass.value(values, path, false);
}

function form(source: string, path: string, pass: RedactPass): Json {
  return pass.text(maskParameters(source, path, pass), path);
}

// Plain text that is something else is treated as what it is; what is no text at all is left out.
function text(
  bytes: Uint8Array,
  { type, contentType }: { readonly type: string; readonly contentType: string },
  path: string,
  pass: RedactPass,
): Json | undefined {
  const source = decodeText(bytes, charsetOf(contentType));
  const start = source.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) {
    const value = parsed(source);
    if (value !== undefined) return pass.value(value, path, false);
  }
  if (start.startsWith('<') || source.includes('\u0000') || source.includes('\ufffd'))
    return undefined;
  if (type === graphqlType) return pass.document(source, path);
  return formText.test(source) ? form(source, path, pass) : pass.text(source, path);
}

function refused(path: string, pass: RedactPass): Json {
  pass.note(path, 'unparsed');
  return unparsed;
}

function omitted(
  reason: 'type' | 'encoding' | 'too_large',
  body: RawBody,
  path: string,
  pass: RedactPass,
): Json {
  pass.note(path, reason);
  if (reason === 'too_large') return '[omitted:too_large]';
  const name = reason === 'type' ? body.contentType : body.contentEncoding;
  const plain = pass.text((name ?? 'unknown').split(';', 1)[0]?.slice(0, 100) ?? '', path);
  return `[omitted:${reason} ${plain} ${binary(body.bytes).slice('[binary '.length)}`;
}
