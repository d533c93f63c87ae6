import type { Tally, TallyField, TallyValue } from '@whodid/store';

/** The values of one group of a tally. */
export function valuesOf(tally: Tally, ...by: readonly TallyField[]): readonly TallyValue[] {
  return groupOf(tally, by)?.values ?? [];
}

/** Whether there are more values of a group than are listed. */
export function isCut(tally: Tally, ...by: readonly TallyField[]): boolean {
  const group = groupOf(tally, by);
  return group !== undefined && group.distinct > group.values.length;
}

function groupOf(tally: Tally, by: readonly TallyField[]): Tally['groups'][number] | undefined {
  return tally.groups.find((group) => group.by.join('/') === by.join('/'));
}

/** The one of a value, or of a pair. */
export function find(
  values: readonly TallyValue[],
  wanted: readonly string[],
): TallyValue | undefined {
  return values.find(({ value }) => value.every((part, at) => part === wanted[at]));
}
