import type { JSX } from 'react';
import { Button } from '../controls/button.tsx';
import type { Range } from '../range/range.ts';
import type { Bucket } from '../tally/tally.ts';
import { useInstants } from '../time/zone.tsx';
import { BucketTable } from './bucket-table.tsx';
import { busyStretch } from './busy-stretch.ts';
import style from './time-bars.module.css';
import { type Stretch, useStretch } from './use-stretch.ts';

export interface TimeBarsProps {
  /** What is counted, for those who do not see the bars: `Entries by time`. */
  readonly label: string;
  readonly buckets: readonly Bucket[];
  /** Where the last bucket ends, RFC 3339. */
  readonly end: string | null;
  /** Counts of the time before, drawn as a thin line: one for each bucket. */
  readonly before?: readonly number[] | undefined;
  /** Whether the counts are still on their way: they take as much room. */
  readonly isLoading?: boolean;
  /** Told where somebody wants to look more closely. */
  readonly onZoom?: (range: Range) => void;
}

/**
 * How many entries there are by time: what failed, what changed something, and the rest on top of each
 * other. Dragging over it, or arrow keys and Enter, look more closely.
 */
export function TimeBars({
  label,
  buckets,
  end,
  before,
  isLoading = false,
  onZoom,
}: TimeBarsProps): JSX.Element {
  const instants = useInstants();
  const edge = (at: number): string => buckets[at]?.at ?? end ?? '';
  const zoom = ({ first, last }: Stretch): void =>
    // The end belongs to a range, the first moment of the next bucket does not.
    onZoom?.({
      type: 'between',
      from: edge(first),
      to: new Date(Date.parse(edge(last + 1)) - 1).toISOString(),
    });
  // What goes on until now is looked at as it goes on.
  const zoomInto = (busy: Stretch): void =>
    busy.last === buckets.length - 1
      ? onZoom?.({ type: 'between', from: edge(busy.first) })
      : zoom(busy);
  const { chosen, handlers } = useStretch(buckets.length, onZoom === undefined ? undefined : zoom);
  const busy = onZoom === undefined ? null : busyStretch(buckets);
  const { first, last } = chosen ?? { first: 0, last: buckets.length - 1 };
  const counts = countsText(sumOf(buckets.slice(first, last + 1)));
  const text =
    buckets.length === 0
      ? isLoading
        ? 'Counting'
        : 'Nothing happened in this time'
      : `${instants.short(edge(first))} – ${instants.short(edge(last + 1))}: ${counts}`;
  return (
    <div className={style.chart}>
      <p className={style.readout}>
        {text}
        {busy === null ? null : (
          <>
            {' · '}
            <Button look="link" onClick={() => zoomInto(busy)}>
              Look closer
            </Button>
          </>
        )}
      </p>
      <div
        className={style.plot}
        data-zooms={onZoom !== undefined}
        data-own-keys=""
        role="slider"
        tabIndex={0}
        aria-label={onZoom === undefined ? label : `${label}. Enter looks more closely`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, buckets.length - 1)}
        aria-valuenow={Math.max(0, last)}
        aria-valuetext={text}
        {...handlers}
      >
        <Bars buckets={buckets} before={before} chosen={chosen} />
      </div>
      <div className={style.scale} aria-hidden="true">
        <span>{buckets.length === 0 ? '' : instants.short(edge(0))}</span>
        <Legend hasBefore={before !== undefined} />
        <span>{end === null ? '' : instants.short(end)}</span>
      </div>
      <BucketTable label={label} buckets={buckets} />
    </div>
  );
}

function Bars({
  buckets,
  before,
  chosen,
}: Pick<TimeBarsProps, 'buckets' | 'before'> & { chosen: Stretch | null }): JSX.Element {
  const highest = Math.max(1, ...buckets.map(({ count }) => count), ...(before ?? []));
  return (
    <svg
      viewBox={`0 0 ${Math.max(1, buckets.length)} ${highest}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {chosen === null ? null : (
        <rect
          className={style.chosen}
          x={chosen.first}
          y={0}
          width={chosen.last - chosen.first + 1}
          height={highest}
        />
      )}
      {buckets.map((bucket, at) => (
        <Bar key={bucket.at} bucket={bucket} at={at} highest={highest} />
      ))}
      {before === undefined ? null : (
        <polyline
          className={style.before}
          points={before.map((count, at) => `${at + 0.5},${highest - count}`).join(' ')}
        />
      )}
    </svg>
  );
}

function Bar({
  bucket: { count, failed, writes },
  at,
  highest,
}: {
  bucket: Bucket;
  at: number;
  highest: number;
}): JSX.Element {
  const parts = [
    { as: style.failed, size: failed },
    { as: style.writes, size: writes },
    { as: style.rest, size: count - failed - writes },
  ];
  let top = highest;
  return (
    <>
      {parts.map(({ as, size }) => {
        top -= size;
        return size === 0 ? null : (
          <rect key={as} className={as} x={at + 0.08} y={top} width={0.84} height={size} />
        );
      })}
    </>
  );
}

function Legend({ hasBefore }: { hasBefore: boolean }): JSX.Element {
  return (
    <span className={style.legend}>
      <span data-as="rest">reads</span>
      <span data-as="writes">writes</span>
      <span data-as="failed">failures</span>
      {hasBefore ? <span data-as="before">time before</span> : null}
    </span>
  );
}

function sumOf(buckets: readonly Bucket[]): { count: number; failed: number; writes: number } {
  const sum = { count: 0, failed: 0, writes: 0 };
  for (const { count, failed, writes } of buckets) {
    sum.count += count;
    sum.failed += failed;
    sum.writes += writes;
  }
  return sum;
}

function countsText({ count, failed, writes }: ReturnType<typeof sumOf>): string {
  const entries = `${count.toLocaleString()} ${count === 1 ? 'entry' : 'entries'}`;
  return `${entries}, ${failed.toLocaleString()} failed, ${writes.toLocaleString()} changed something`;
}
