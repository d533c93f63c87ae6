import type { Json, Masked } from '../entry/entry.ts';
import type { RedactLimits } from './limits.ts';
import type { RawBody } from './raw-body.ts';

/** Collects what was masked in one entry. */
export type MaskedList = Masked[];

/**
 * Takes secrets out. Copies, never mutates; never calls foreign code; never throws. What it made it
 * leaves as it is when it sees it again.
 *
 * `path` is where the value sits in the entry, as in `http.request.body`; each thing taken out is
 * added to `masked` under its full path.
 */
export interface Redactor {
  /** Where it cuts. */
  readonly limits: RedactLimits;
  /** Any value into JSON without secrets. */
  value(value: unknown, path: string, masked: MaskedList): Json;
  /**
   * The same, faster, for a value that `JSON.parse` made and nobody touched since: there can be no
   * accessors, proxies or classes in it.
   */
  json(value: unknown, path: string, masked: MaskedList): Json;
  /** Any value that stands under a name, which may make it secret. */
  named(name: string, value: unknown, path: string, masked: MaskedList): Json;
  /** A name (of a key, a field, a parameter) as it may be kept. */
  name(name: string): string;
  /** Header values by allow-list; names in lower case. A header not on the list is left out. */
  headers(
    headers: { readonly [name: string]: string | number | readonly string[] | undefined },
    path: string,
    masked: MaskedList,
  ): { [name: string]: string };
  /**
   * A URL, absolute or relative, with user info and secret query parameters masked. With the
   * pattern of its `route`, secret path parameters become their placeholder.
   */
  url(url: string, path: string, masked: MaskedList, route?: string): string;
  /** Decoded query parameters. */
  query(
    query: { readonly [name: string]: string | readonly string[] },
    path: string,
    masked: MaskedList,
  ): { [name: string]: string | readonly string[] };
  /** Free text with secrets of a known form masked. */
  text(text: string, path: string, masked: MaskedList): string;
  /** A body parsed by its content type; what cannot be parsed is left out with a marker. */
  body(body: RawBody, path: string, masked: MaskedList): Json;
}
