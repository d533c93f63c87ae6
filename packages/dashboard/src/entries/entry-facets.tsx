import type { JSX } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { useMedia } from '../controls/use-media.ts';
import { Facets } from '../facets/facets.tsx';
import { SkeletonLines } from '../page/card.tsx';
import type { Tally } from '../tally/tally.ts';
import style from './entries-page.module.css';

/** The values of what is listed: beside the list where there is room, and folded above it where not. */
export function EntryFacets({
  bar,
  tally,
  isStale,
}: {
  bar: AddressBar;
  tally: Tally | undefined;
  isStale: boolean;
}): JSX.Element {
  const isWide = useMedia('(min-width: 1100px)');
  const run = (q: string): void => bar.go({ q });
  const facets =
    tally === undefined ? (
      <SkeletonLines count={14} />
    ) : (
      <Facets tally={tally} q={bar.address.q} onRun={run} />
    );
  return isWide ? (
    <aside className={style.facets} aria-label="Values" aria-busy={isStale}>
      {facets}
    </aside>
  ) : (
    <details className={style.folded}>
      <summary>Narrow down by value</summary>
      {facets}
    </details>
  );
}
