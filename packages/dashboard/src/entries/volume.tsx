import type { JSX } from 'react';
import type { AddressBar } from '../address/use-address.ts';
import { TimeBars } from '../chart/time-bars.tsx';
import type { Tally } from '../tally/tally.ts';
import style from './entries-page.module.css';

/** How much there is by time. A part of it that is chosen becomes the range. */
export function Volume({ bar, tally }: { bar: AddressBar; tally: Tally | undefined }): JSX.Element {
  return (
    <section className={style.volume} aria-label="Volume">
      <TimeBars
        label="Entries by time"
        buckets={tally?.buckets ?? []}
        end={tally?.end ?? null}
        isLoading={tally === undefined}
        onZoom={(range) => bar.go({ range })}
      />
    </section>
  );
}
