import type { Json, Masked } from '../entry/entry.ts';
import type { RawBody } from './raw-body.ts';

/** Collects what was masked in one entry. */
export type MaskedList = Masked[];

/**
 * Takes secrets out. Copies, never mutates; never calls foreign code; never throws.
 *
 * `path` is where the value sits in the entry, as in `http.request.body`; each thing taken out is
 * added to `masked` under its full path.
 */
export interface Redactor {
  /** Any value into JSON without secrets. */
  value(value: unknown, path: string, masked: MaskedList): Json;
  /** Header values by allow-list; names in lower case. A header not on the list is left out. */
  headers(
    headers: { readonly [name: string]: string | number | readonly string[] | undefined },
    path: string,
    masked: MaskedList,
  ): { [name: string]: string };
  /** A URL, absolute or relative, with user info and secret query parameters masked. */
  url(url: string, path: string, masked: MaskedList): string;
  /** Free text with secrets of a known form masked. */
  text(text: string, path: string, masked: MaskedList): string;
  /** A body parsed by its content type; what cannot be parsed is left out with a marker. */
  body(body: RawBody, path: string, masked: MaskedList): Json;
}
