import { csvCell, type EntryFields, nearest } from '@whodid/core';
import { Problem } from '../problem/problem.ts';

type Read = (entry: EntryFields) => string | number | undefined;

/** What a column holds. Those of a list are written as JSON. */
const readers: Readonly<Record<string, Read>> = {
  occurredAt: ({ occurredAt }) => occurredAt,
  outcome: ({ outcome }) => outcome,
  'actor.type': ({ actor }) => actor.type,
  'actor.id': ({ actor }) => actor.id,
  'actor.name': ({ actor }) => actor.name,
  'actor.email': ({ actor }) => actor.email,
  action: ({ action }) => action,
  targets: ({ targets }) => targets.map(({ type, id }) => `${type}:${id}`).join(' '),
  message: ({ message }) => message,
  reason: ({ reason }) => reason,
  changes: ({ change }) => (change === undefined ? undefined : JSON.stringify(change.fields)),
  kind: ({ kind }) => kind,
  stream: ({ stream }) => stream,
  status: ({ http }) => http?.statusCode,
  method: ({ http }) => http?.method,
  path: ({ http }) => http?.path,
  route: ({ http }) => http?.route,
  durationMs: ({ http }) => http?.durationMs,
  ip: ({ client }) => client?.ip,
  country: ({ client }) => client?.country,
  userAgent: ({ client }) => client?.userAgent,
  service: ({ service }) => service.name,
  environment: ({ service }) => service.environment,
  request: ({ ambient }) => ambient?.requestId,
  session: ({ ambient }) => ambient?.sessionId,
  data: ({ data }) => (data === undefined ? undefined : JSON.stringify(data)),
  id: ({ id }) => id,
};

/** Every column that there is, in the order in which they are written if all are asked for. */
export const columnNames: readonly string[] = Object.keys(readers);

/** Those that are written unless one asks for others. */
export const usualColumns: readonly string[] = [
  ...['occurredAt', 'outcome', 'actor.type', 'actor.id', 'actor.name', 'action', 'targets'],
  ...['message', 'reason', 'status', 'method', 'path', 'ip', 'country', 'id'],
];

/**
 * Reads which columns are asked for: `occurredAt,action`. Nothing is {@link usualColumns}.
 *
 * @throws Problem `PARAMETER_INVALID`
 */
export function readColumns(text: string): readonly string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  for (const name of names) {
    if (Object.hasOwn(readers, name)) continue;
    const similar = nearest(name, columnNames);
    const wanted =
      similar === undefined ? `of ${columnNames.join(', ')}` : `known; did you mean ${similar}?`;
    throw new Problem('PARAMETER_INVALID', `columns must be ${wanted}`, {
      facts: { parameter: 'columns', wanted },
    });
  }
  return names.length === 0 ? usualColumns : names;
}

/** One line of a CSV file, RFC 4180. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** The cells of an entry. */
export function cellsOf(entry: EntryFields, columns: readonly string[]): readonly string[] {
  return columns.map((name) => String(readers[name]?.(entry) ?? ''));
}
