import type { ProducerState } from './producers.ts';

/** Entries that are missing: numbers that did not come, or that their producer says it dropped. */
export interface DroppedRange {
  readonly producer: string;
  readonly epoch: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  /** When that was noticed, in milliseconds since 1970. */
  readonly noticedAt: number;
  /** Why, if the producer has told. */
  readonly reason?: string;
  /** Id of the entry in which it has. */
  readonly entryId?: string;
}

/** Numbers that are missing no longer than that may still be on their way: 60 s. */
export const onTheirWayMs = 60_000;

/**
 * Everything that is missing, what was noticed last first.
 *
 * @param declared - what producers have told. Their own word counts before what we noticed.
 */
export function droppedRanges(
  producers: readonly ProducerState[],
  declared: readonly DroppedRange[],
  now: number,
): readonly DroppedRange[] {
  const holes = producers.flatMap(({ id, epoch, holes }) =>
    holes
      .filter(({ since }) => now - since >= onTheirWayMs)
      .map(({ first, last, since }) => ({
        ...{ producer: id, epoch, first, last },
        count: last - first + 1,
        noticedAt: since,
      })),
  );
  const untold = holes.filter((hole) => !declared.some((told) => covers(told, hole)));
  return [...declared, ...untold].toSorted((a, b) => b.noticedAt - a.noticedAt);
}

/** How many numbers are missing and may still come. */
export function countOnTheirWay(producers: readonly ProducerState[], now: number): number {
  const young = producers
    .flatMap(({ holes }) => holes)
    .filter(({ since }) => now - since < onTheirWayMs);
  return young.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

function covers(told: DroppedRange, hole: DroppedRange): boolean {
  return told.epoch === hole.epoch && told.first <= hole.first && told.last >= hole.last;
}
