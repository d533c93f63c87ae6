import type { JSX } from 'react';
import { RangePicker } from '../range/range-picker.tsx';
import type { PageRange } from '../range/use-range.ts';

/** Chooses the range of a page. */
export function PageRangePicker({ place }: { place: PageRange }): JSX.Element {
  return <RangePicker range={place.range} onChange={place.choose} />;
}
