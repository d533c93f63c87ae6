import type { Actor, EntryFields, Json } from '@whodid/core';

/** One change of a thing. */
export interface Step {
  readonly entryId: string;
  /** RFC 3339. */
  readonly at: string;
  readonly by: Actor;
  readonly type: NonNullable<EntryFields['change']>['type'];
  readonly fields: NonNullable<EntryFields['change']>['fields'];
}

/** What a field was at a moment. */
export interface FieldState {
  readonly name: string;
  /** `undefined` if it was not there, or had no value. */
  readonly value: Json | undefined;
  /** Who set it; `null` if that was before everything that is known. */
  readonly setBy: Step | null;
}

/** A thing as it was at a moment. */
export interface State {
  /** Whether it was there. */
  readonly exists: boolean;
  readonly fields: readonly FieldState[];
  /** Whether these are all its fields: its creation is known. Else there may be others. */
  readonly isExact: boolean;
}

const creations = new Set(['CREATE', 'BULK_CREATE']);
const deletions = new Set(['DELETE', 'BULK_DELETE']);
/** What is only about to happen changes nothing. */
const announcements = new Set(['PRE_CREATE', 'PRE_UPDATE', 'PRE_DELETE']);

/** The changes among entries of one thing, oldest first. What failed has changed nothing. */
export function stepsOf(newestFirst: readonly EntryFields[]): readonly Step[] {
  return newestFirst
    .flatMap(({ id, occurredAt, actor, change, outcome }) =>
      change === undefined || isNothing(change.type, outcome)
        ? []
        : [{ entryId: id, at: occurredAt, by: actor, type: change.type, fields: change.fields }],
    )
    .toReversed();
}

function isNothing(type: Step['type'], outcome: EntryFields['outcome']): boolean {
  return announcements.has(type) || outcome === 'failure' || outcome === 'denied';
}

/**
 * A thing after its first `count` changes; 0 is before all that is known. A field that is only changed
 * later was until then what that change says it was.
 *
 * @param steps - oldest first, without a hole.
 * @param hasOlder - whether there are changes before the first.
 */
export function stateAfter(steps: readonly Step[], count: number, hasOlder: boolean): State {
  const born = steps.slice(0, count).findLastIndex(({ type }) => creations.has(type));
  const last = steps[count - 1];
  const startsHere = !hasOlder && creations.has(steps[0]?.type ?? '');
  const isExact = born !== -1 || (count === 0 && startsHere);
  if (last !== undefined && deletions.has(last.type)) {
    return { exists: false, fields: [], isExact: true };
  }
  if (count === 0 && startsHere) return { exists: false, fields: [], isExact: true };
  const states = new Map<string, FieldState>();
  // Backwards from later changes: what they found.
  for (const { fields } of untilReborn(steps.slice(count)).toReversed()) {
    for (const { name, old } of fields) states.set(name, { name, value: old, setBy: null });
  }
  for (const step of steps.slice(Math.max(0, born), count)) {
    for (const { name, new: value } of step.fields) {
      states.set(name, { name, value, setBy: step });
    }
  }
  const known = [...states.values()].filter(
    // After its creation, a field that is only set later was not there.
    ({ value, setBy }) => setBy !== null || (!isExact && value !== undefined),
  );
  return { exists: true, fields: known.toSorted(byName), isExact };
}

// What is created anew tells nothing of what was before.
function untilReborn(steps: readonly Step[]): readonly Step[] {
  const reborn = steps.findIndex(({ type }) => creations.has(type));
  return reborn === -1 ? steps : steps.slice(0, reborn);
}

function byName(a: FieldState, b: FieldState): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
