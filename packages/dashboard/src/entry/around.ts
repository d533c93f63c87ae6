import type { EntryFields } from '@whodid/core';
import { actorTerms, terms } from '../values/actor-term.ts';

/** What else happened around an entry: in the same request, the same session, or by the same person. */
export interface Around {
  readonly key: 'request' | 'session' | 'person';
  readonly name: string;
  /** Finds what belongs together. */
  readonly query: string;
  /** How far before and after, in milliseconds; `null` for all of it. */
  readonly withinMs: number | null;
}

const halfHourMs = 30 * 60_000;

/** The ways to look around an entry: those for which it tells enough. */
export function aroundOf({ actor, ambient }: EntryFields): readonly Around[] {
  const ways: Around[] = [];
  if (ambient?.requestId !== undefined) {
    const query = terms(['request', ambient.requestId]);
    ways.push({ key: 'request', name: 'Same request', query, withinMs: null });
  }
  if (ambient?.sessionId !== undefined) {
    const query = terms(['session', ambient.sessionId]);
    ways.push({ key: 'session', name: 'Same session', query, withinMs: halfHourMs });
  }
  if (actor.type !== 'anonymous') {
    ways.push({
      key: 'person',
      name: 'Same person',
      query: actorTerms(actor),
      withinMs: halfHourMs,
    });
  }
  return ways;
}

const eachSide = 5;

/**
 * Of what happened around an entry the nearest, newest first: five before, the entry, five after.
 *
 * @param entries - newest first.
 */
export function nearest(
  entries: readonly EntryFields[],
  { id }: Pick<EntryFields, 'id'>,
): readonly EntryFields[] {
  const at = entries.findIndex((entry) => entry.id === id);
  if (at === -1) return entries.slice(0, 2 * eachSide + 1);
  return entries.slice(Math.max(0, at - eachSide), at + eachSide + 1);
}
