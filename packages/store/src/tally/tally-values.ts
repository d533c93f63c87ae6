import type { EntryFields } from '@whodid/core';
import type { TallyCount, TallyField } from './tally.ts';

/** The different values that an entry is counted under. None if it lacks the field. */
export function tallyValues(entry: EntryFields, field: TallyField): readonly string[] {
  return [...new Set(readers[field](entry))];
}

type Read = (entry: EntryFields) => readonly string[];

const readers: Readonly<Record<TallyField, Read>> = {
  // One that was masked is nobody's: many people may share the mask.
  actor: ({ actor, masked = [] }) =>
    masked.some(({ path }) => path === 'actor.id') ? [] : [`${actor.type}:${actor.id}`],
  'actor.type': ({ actor }) => [actor.type],
  action: ({ action }) => [action],
  target: ({ targets }) => targets.map(({ type, id }) => `${type}:${id}`),
  'target.type': ({ targets }) => targets.map(({ type }) => type),
  outcome: ({ outcome }) => [outcome],
  kind: ({ kind }) => [kind],
  stream: ({ stream }) => present(stream),
  status: ({ http }) => present(http?.statusCode).map(String),
  method: ({ http }) => present(http?.method),
  route: ({ http }) => present(http?.route),
  ip: ({ client }) => present(client?.ip),
  country: ({ client }) => present(client?.country),
  client: ({ client }) => present(client?.browser ?? client?.userAgent),
  os: ({ client }) => present(client?.os),
  session: ({ ambient }) => present(ambient?.sessionId),
  service: ({ service }) => [service.name],
  env: ({ service }) => present(service.environment),
  model: ({ change }) => present(change?.model),
  field: ({ change }) => (change?.fields ?? []).map(({ name }) => name),
};

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

/** The name that belongs to a value of `actor` or `target`, if the entry has one. */
export function tallyName(
  { actor, targets }: EntryFields,
  field: TallyField,
  value: string,
): string | undefined {
  if (field === 'actor') return actor.name;
  if (field !== 'target') return undefined;
  return targets.find(({ type, id }) => `${type}:${id}` === value)?.name;
}

/** Which of the counts an entry belongs to, besides that of all. */
export function sortOf(entry: EntryFields): Exclude<keyof TallyCount, 'count'> | null {
  if (entry.outcome === 'failure' || entry.outcome === 'denied') return 'failed';
  return entry.change !== undefined || isWrite(entry.http?.method) ? 'writes' : null;
}

// RFC 9110 section 9.2.1.
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

function isWrite(method: string | undefined): boolean {
  return method !== undefined && !safeMethods.has(method.toUpperCase());
}
