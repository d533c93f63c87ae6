import { type Headers, parseHeaders } from '../exchange/sent-headers.ts';

/** The part of a request of undici that we use; its members differ a little by version. */
export interface UndiciRequest {
  readonly origin?: string | URL | undefined;
  readonly path: string;
  readonly method: string;
  /** Names and values by turns. Text in undici 5. */
  readonly headers: unknown;
  readonly host?: string | null;
  readonly contentLength?: number | null;
  readonly upgrade?: string | null;
  readonly body?: unknown;
  addHeader?(name: string, value: string): unknown;
}

/** The whole address that is called. */
export function addressOf({ origin, path, method }: UndiciRequest): string {
  if (method === 'CONNECT' || !path.startsWith('/')) return path;
  return `${origin instanceof URL ? origin.origin : (origin ?? '')}${path}`;
}

/** The headers of the call, as far as undici tells them: it adds `connection` by itself. */
export function requestHeaders(request: UndiciRequest): Headers {
  const { headers, host, contentLength } = request;
  return {
    ...(typeof headers === 'string' ? parseHeaders(`\r\n${headers}\r\n`) : readHeaders(headers)),
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof contentLength === 'number' ? { 'content-length': String(contentLength) } : {}),
  };
}

/** Headers from names and values by turns, as bytes or text, or from an object (HTTP/2). */
export function readHeaders(raw: unknown): Headers {
  const headers: { [name: string]: string | string[] } = Object.create(null);
  for (const [name, value] of pairs(raw)) {
    const key = name.toLowerCase();
    const earlier = headers[key];
    headers[key] = earlier === undefined ? value : [earlier, value].flat();
  }
  return headers;
}

function pairs(raw: unknown): [name: string, value: string | string[]][] {
  if (!Array.isArray(raw)) {
    if (typeof raw !== 'object' || raw === null) return [];
    return Object.entries(raw).map(([name, value]) => [name, readValue(value)]);
  }
  const found: [string, string | string[]][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    found.push([textOf(raw[at]), readValue(raw[at + 1])]);
  }
  return found;
}

function readValue(value: unknown): string | string[] {
  return Array.isArray(value) ? value.map(textOf) : textOf(value);
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
}
