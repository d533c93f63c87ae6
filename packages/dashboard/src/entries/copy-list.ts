import { writeAddress } from '../address/address.ts';
import type { CopyForm } from '../entry/copy-as.ts';
import { shellQuote } from '../entry/shell-quote.ts';
import type { Bounds } from '../range/range.ts';

/**
 * All forms a list can be copied as. Its time is absolute: whoever gets the link tomorrow sees the same.
 *
 * @param bounds - what the range stands for now.
 * @param now - milliseconds since 1970: the end of a range that has none.
 * @param pages - the address of these pages.
 * @param takesKeys - whether the collector is there too, for whoever has a key.
 */
export function listForms(
  q: string,
  bounds: Bounds,
  now: number,
  { pages, takesKeys }: { readonly pages: string; readonly takesKeys: boolean },
): readonly CopyForm[] {
  const { from, to = new Date(now).toISOString() } = bounds;
  const range =
    from === undefined ? ({ type: 'all' } as const) : { type: 'between' as const, from, to };
  const path = writeAddress({ q, range, live: false, entryId: null });
  const search = new URLSearchParams({ q, ...(from === undefined ? {} : { from }), to });
  const curl = `curl -H "Authorization: Bearer $WHODID_KEY" ${shellQuote(`${pages}/v1/entries?${search}`)}`;
  const times = `${from === undefined ? '' : ` --since ${from}`} --until ${to}`;
  const query = q === '' ? '' : ` ${shellQuote(q)}`;
  return [
    { label: 'Link', text: pages + path },
    ...(takesKeys ? [{ label: 'curl', text: curl }] : []),
    { label: 'Command line', text: `whodid query${query}${times}` },
  ];
}
