import type { TalliedGroup, Tally, TallyGroup } from '@whodid/store';

/** A tally as it goes out: times are RFC 3339. */
export interface TallyAnswer {
  count: number;
  failed: number;
  writes: number;
  buckets: { at: string; count: number; failed: number; writes: number }[];
  end: string | null;
  groups: { by: TallyGroup[number][]; values: ValueAnswer[]; distinct: number }[];
  countedFrom: string | null;
}

type Value = TalliedGroup['values'][number];
type ValueAnswer = Omit<Value, 'value' | 'firstAt' | 'lastAt'> & {
  value: string[];
  firstAt: string;
  lastAt: string;
};

/** @param edges - the bounds of its buckets. */
export function answerOf(tally: Tally, edges: readonly number[]): TallyAnswer {
  const { count, failed, writes, buckets, groups, countedFrom } = tally;
  const end = edges.at(-1);
  return {
    ...{ count, failed, writes },
    buckets: buckets.map((bucket, at) => ({ at: timeText(edges[at] ?? 0), ...bucket })),
    end: end === undefined ? null : timeText(end),
    groups: groups.map(({ by, values, distinct }) => ({
      by: [...by],
      values: values.map(valueAnswer),
      distinct,
    })),
    countedFrom: countedFrom === null ? null : timeText(countedFrom),
  };
}

function valueAnswer({ value, firstAt, lastAt, ...rest }: Value): ValueAnswer {
  return { ...rest, value: [...value], firstAt: timeText(firstAt), lastAt: timeText(lastAt) };
}

/** A time as it goes out. @param time - milliseconds since 1970. */
export function timeText(time: number): string {
  return new Date(time).toISOString();
}
