import {
  type EntryFields,
  type FieldTerm,
  matches,
  type Query,
  type QueryField,
} from '@whodid/core';
import type { TallyField } from '../../tally/tally.ts';
import { type BaseColumn, type Column, endOf, startOf } from './column.ts';

/** What a condition on a field is compared with, where a column has it: one row a field. */
interface Comparable {
  readonly column: TallyField;
  /** An entry that has nothing but this value, for `matches` to judge. */
  readonly stub: (value: string) => object;
}

// Only fields of which a column has all that a condition is compared with. `actor` is also compared
// with names, which only some entries have.
const comparable: Readonly<Partial<Record<QueryField, Comparable>>> = {
  'actor.id': {
    column: 'actor',
    stub: (value) => ({ actor: { id: value.slice(value.indexOf(':') + 1) } }),
  },
  'actor.type': { column: 'actor.type', stub: (type) => ({ actor: { type } }) },
  action: { column: 'action', stub: (action) => ({ action }) },
  'target.type': { column: 'target.type', stub: (type) => ({ targets: [{ type }] }) },
  outcome: { column: 'outcome', stub: (outcome) => ({ outcome }) },
  kind: { column: 'kind', stub: (kind) => ({ kind }) },
  stream: { column: 'stream', stub: (stream) => ({ stream }) },
  status: { column: 'status', stub: (status) => ({ http: { statusCode: Number(status) } }) },
  method: { column: 'method', stub: (method) => ({ http: { method } }) },
  route: { column: 'route', stub: (route) => ({ http: { route } }) },
  ip: { column: 'ip', stub: (ip) => ({ client: { ip } }) },
  country: { column: 'country', stub: (country) => ({ client: { country } }) },
  session: { column: 'session', stub: (sessionId) => ({ ambient: { sessionId } }) },
  service: { column: 'service', stub: (name) => ({ service: { name } }) },
  env: { column: 'env', stub: (environment) => ({ service: { environment } }) },
  model: { column: 'model', stub: (model) => ({ change: { model } }) },
  field: { column: 'field', stub: (name) => ({ change: { fields: [{ name }] } }) },
};

/** Whether columns alone tell which entries a query asks for. */
export function isOfColumns(query: Query): boolean {
  if (query.type === 'all') return true;
  if (query.type === 'text') return false;
  if (query.type === 'field') return query.field === 'created' || query.field in comparable;
  return query.type === 'not' ? isOfColumns(query.part) : query.parts.every(isOfColumns);
}

/** The columns of a zone that are asked for; `null` where there are none. */
export interface ZoneColumns {
  readonly base: BaseColumn;
  column(field: TallyField): Column | null;
}

/**
 * Which entries of a zone a query asks for: 1 for those, 0 for the others. `null` if a column is
 * missing.
 *
 * @param query - one that {@link isOfColumns}.
 */
export function maskOf(query: Query, zone: ZoneColumns): Uint8Array | null {
  const rows = zone.base.at.length;
  switch (query.type) {
    case 'all':
      return new Uint8Array(rows).fill(1);
    case 'text':
      return null;
    case 'field':
      return query.field === 'created' ? timeMask(query, zone.base) : valueMask(query, zone);
    case 'not': {
      const mask = maskOf(query.part, zone);
      return mask === null ? null : mask.map((one) => 1 - one);
    }
    default:
      return joined(query, zone, rows);
  }
}

function joined(
  { type, parts }: Extract<Query, { type: 'and' | 'or' }>,
  zone: ZoneColumns,
  rows: number,
): Uint8Array | null {
  const sum = new Uint8Array(rows).fill(type === 'and' ? 1 : 0);
  for (const part of parts) {
    const mask = maskOf(part, zone);
    if (mask === null) return null;
    for (let row = 0; row < rows; row += 1) {
      const one = mask[row] ?? 0;
      sum[row] = type === 'and' ? (sum[row] ?? 0) & one : (sum[row] ?? 0) | one;
    }
  }
  return sum;
}

function timeMask({ match }: FieldTerm, { at }: BaseColumn): Uint8Array {
  return Uint8Array.from(at, (time) => {
    if (match.type === 'between') return time >= match.min && time <= match.max ? 1 : 0;
    return fitsStub(
      { type: 'field', field: 'created', match },
      {
        occurredAt: new Date(time).toISOString(),
      },
    );
  });
}

function valueMask(term: FieldTerm, zone: ZoneColumns): Uint8Array | null {
  const row = comparable[term.field];
  const column = row === undefined ? null : zone.column(row.column);
  if (row === undefined || column === null) return null;
  // One judgement for each value, not for each entry.
  const fitting = Uint8Array.from(column.values, (value) => fitsStub(term, row.stub(value)));
  const { codes } = column;
  const mask = new Uint8Array(column.rows);
  for (let at = 0; at < mask.length; at += 1) {
    const end = endOf(column, at);
    for (let place = startOf(column, at); place < end; place += 1) {
      if (fitting[codes[place] ?? 0] === 1) mask[at] = 1;
    }
  }
  return mask;
}

function fitsStub(term: FieldTerm, stub: object): number {
  return matches(term, stub as EntryFields) ? 1 : 0;
}
