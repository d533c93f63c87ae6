import type { OutgoingMessage } from 'node:http';

/** Header values by name; a list where a header was repeated. */
export interface Headers {
  readonly [name: string]: string | number | readonly string[] | undefined;
}

const none: Headers = Object.freeze({});

/**
 * The headers of a response, or of a client's request, as they went out, names in lower case; none if nothing did. Of those
 * that Node adds by itself, as `date`, only some are there.
 */
export function sentHeaders(response: OutgoingMessage): Headers {
  if (!response.headersSent) return none;
  const set = response.getHeaders();
  for (const _ in set) return set;
  // `getHeaders()` does not know what was given to `writeHead`, if that was all.
  const { _header: block } = response as { readonly _header?: unknown };
  return typeof block === 'string' ? parseHeaders(block) : set;
}

/** Reads the headers that follow the first line of `block`, up to the empty line. */
export function parseHeaders(block: string): Headers {
  const headers: { [name: string]: string | string[] } = Object.create(null);
  let from = block.indexOf('\r\n') + 2;
  for (let end = block.indexOf('\r\n', from); end > from; end = block.indexOf('\r\n', from)) {
    const colon = block.indexOf(':', from);
    const name = block.slice(from, colon).toLowerCase();
    const value = block.slice(colon + 2, end);
    const earlier = headers[name];
    if (earlier === undefined) headers[name] = value;
    else headers[name] = [...(Array.isArray(earlier) ? earlier : [earlier]), value];
    from = end + 2;
  }
  return headers;
}

/** One header as text; `undefined` if it is not there. */
export function headerText(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : undefined;
}
