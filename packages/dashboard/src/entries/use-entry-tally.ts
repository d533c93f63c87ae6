import type { Address } from '../address/address.ts';
import { type Answer, useAnswer } from '../api/use-answer.ts';
import { facetFields } from '../facets/facet-fields.ts';
import { boundsOf, writeRange } from '../range/range.ts';
import { fetchTally, type Tally } from '../tally/tally.ts';
import { useZone } from '../time/zone.tsx';

const buckets = 96;
const top = 20;

/**
 * Counts of the list by time and by value. Asked for after the rows: whoever searches wants to see
 * what was found first.
 *
 * @param generation - of the list; `null` while there is none.
 */
export function useEntryTally(
  { q, range }: Pick<Address, 'q' | 'range'>,
  generation: string | null,
): Answer<Tally> {
  const zone = useZone().name;
  return useAnswer(
    ['entry tally', q, writeRange(range), zone, generation],
    (signal) => {
      const by = facetFields.map((field) => field.by).join(',');
      const bounds = boundsOf(range, Date.now(), zone);
      return fetchTally({ q, ...bounds, by, top, buckets, zone }, signal);
    },
    { enabled: generation !== null },
  );
}
