import { types } from 'node:util';
import { defined } from '../entry/defined.ts';
import type { Http, HttpMessage, Json } from '../entry/entry.ts';
import { RawBody } from '../redact/raw-body.ts';
import type { DraftReader } from './draft-reader.ts';
import { splitUrl } from './split-url.ts';

// A token as RFC 9110 has it. What is none was no method, and might be anything.
const methodForm = /^[!#$%&'*+.^_`|~\w-]{1,32}$/;

/** An HTTP exchange without secrets. `path` and `query` are read from the URL if not given. */
export function readHttp(given: unknown, reader: DraftReader): Http | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const field = (name: string): unknown => reader.field(given, name);
  const route = reader.text(field('route'), 'http.route');
  const rawUrl = field('url');
  const url = reader.redactor.url(
    typeof rawUrl === 'string' && rawUrl !== '' ? rawUrl : '/',
    'http.url',
    reader.masked,
    route,
  );
  return defined({
    durationMs: durationOf(field('durationMs')),
    error: reader.text(field('error'), 'http.error'),
    method: methodOf(field('method')),
    name: reader.text(field('name'), 'http.name'),
    ...readAddress(field, url, route, reader),
    request: readMessage(field('request'), 'http.request', reader),
    response: readMessage(field('response'), 'http.response', reader),
    route,
    statusCode: statusCodeOf(field('statusCode')),
    url,
  });
}

// An entry that was sealed has path and query; in a draft they are still part of the URL.
function readAddress(
  field: (name: string) => unknown,
  url: string,
  route: string | undefined,
  reader: DraftReader,
): Pick<Http, 'path' | 'protocol' | 'query'> {
  const path = field('path');
  const query = field('query');
  const isWhole = typeof path === 'string' && typeof query === 'object' && query !== null;
  const split = isWhole ? undefined : splitUrl(url, reader.redactor);
  const { redactor, masked } = reader;
  return {
    path: split?.path ?? redactor.url(String(path), 'http.path', masked, route),
    protocol: field('protocol') === 'https' || /^https:/i.test(url) ? 'https' : 'http',
    query: split?.query ?? redactor.query(query as Http['query'], 'http.query', masked),
  };
}

function readMessage(given: unknown, path: string, reader: DraftReader): HttpMessage {
  const headers = reader.field(given, 'headers');
  const body = reader.field(given, 'body');
  const bodyBytes = reader.wholeNumber(reader.field(given, 'bodyBytes'), 0);
  return defined({
    body: readBody(body, `${path}.body`, reader),
    bodyBytes: bodyBytes ?? (isRaw(body) ? body.bytes.byteLength : 0),
    cut: reader.field(given, 'cut') === true ? (true as const) : undefined,
    headers:
      typeof headers === 'object' && headers !== null
        ? reader.redactor.headers(
            headers as { [name: string]: string },
            `${path}.headers`,
            reader.masked,
          )
        : {},
    streamed: reader.field(given, 'streamed') === true ? (true as const) : undefined,
  });
}

function readBody(body: unknown, path: string, reader: DraftReader): Json | undefined {
  if (!isRaw(body)) return reader.value(body, path);
  if (body.bytes.byteLength === 0) return undefined;
  return reader.redactor.body(body, path, reader.masked);
}

// A proxy would be asked for its prototype.
function isRaw(body: unknown): body is RawBody {
  return !types.isProxy(body) && body instanceof RawBody;
}

function methodOf(value: unknown): string {
  return typeof value === 'string' && methodForm.test(value) ? value : 'UNKNOWN';
}

function durationOf(value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0) || value === Number.POSITIVE_INFINITY) return 0;
  return Math.round(value * 1000) / 1000;
}

function statusCodeOf(value: unknown): number | undefined {
  return Number.isInteger(value) && (value as number) >= 100 && (value as number) <= 999
    ? (value as number)
    : undefined;
}
