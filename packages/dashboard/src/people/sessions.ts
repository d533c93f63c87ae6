import type { EntryFields } from '@whodid/core';

/** What somebody did without a long break: a session of their app, or all within half an hour. */
export interface Session {
  /** That of its newest entry. */
  readonly key: string;
  /** Instants of the first and the last of it, RFC 3339. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly client: EntryFields['client'];
  /** Newest first. */
  readonly runs: readonly Run[];
}

/** The same thing done several times in a row. */
export interface Run {
  /** The newest of them. */
  readonly entry: EntryFields;
  readonly count: number;
}

const breakMs = 30 * 60_000;

/** Divides what one actor did, newest first, into sessions. Keeps the order. */
export function sessionsOf(entries: readonly EntryFields[]): readonly Session[] {
  const groups: EntryFields[][] = [];
  for (const entry of entries) {
    const group = groups.at(-1);
    if (group === undefined || isApart(group, entry)) groups.push([entry]);
    else group.push(entry);
  }
  return groups.map(sessionOf);
}

function isApart(group: readonly EntryFields[], entry: EntryFields): boolean {
  const later = group.at(-1)?.occurredAt ?? '';
  if (Date.parse(later) - Date.parse(entry.occurredAt) > breakMs) return true;
  return differs(group, entry, sessionIdOf) || differs(group, entry, ({ client }) => client?.ip);
}

// What an entry does not tell is as in those around it.
function differs(
  group: readonly EntryFields[],
  entry: EntryFields,
  read: (entry: EntryFields) => string | undefined,
): boolean {
  const value = read(entry);
  const known = group.findLast((one) => read(one) !== undefined);
  return value !== undefined && known !== undefined && read(known) !== value;
}

function sessionIdOf({ ambient }: EntryFields): string | undefined {
  return ambient?.sessionId;
}

function sessionOf(entries: readonly EntryFields[]): Session {
  const newest = entries[0];
  return {
    key: newest?.id ?? '',
    from: entries.at(-1)?.occurredAt ?? '',
    to: newest?.occurredAt ?? '',
    count: entries.length,
    client: entries.find(({ client }) => client !== undefined)?.client,
    runs: runsOf(entries),
  };
}

function runsOf(entries: readonly EntryFields[]): readonly Run[] {
  const runs: { entry: EntryFields; count: number }[] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    if (run !== undefined && isAlike(run.entry, entry)) run.count += 1;
    else runs.push({ entry, count: 1 });
  }
  return runs;
}

// What changed something stands for itself: each change is another one.
function isAlike(one: EntryFields, other: EntryFields): boolean {
  if (one.change !== undefined || other.change !== undefined) return false;
  return keyOf(one) === keyOf(other);
}

function keyOf({ action, outcome, targets, http }: EntryFields): string {
  return JSON.stringify([
    action,
    outcome,
    targets[0]?.type,
    http?.method,
    http?.route ?? http?.path,
  ]);
}
