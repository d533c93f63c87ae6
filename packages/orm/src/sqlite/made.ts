import type { Moment } from '../change/moment.ts';
import { onlyKey } from '../change/read-row.ts';
import type { Table } from '../change/table.ts';
import type { RawWrite, RowChange, Write } from '../change/write.ts';
import type { SealedChange } from '../outbox/seal-writes.ts';
import type { Logged } from './change-log.ts';

/** One write of the open transaction: its changes are those from one number to another. */
export interface Made {
  readonly from: number;
  readonly to: number;
  readonly moment: Moment;
  readonly raw: RawWrite | null;
  /** Its entries, if they are in the outbox. */
  readonly sealed: readonly SealedChange[] | null;
}

/** What became of the writes of a transaction that is over. Both are in the order of the changes. */
export function sortMade(
  made: readonly Made[],
  log: readonly Logged[],
): {
  readonly kept: readonly (readonly [Made, readonly Logged[]])[];
  readonly lost: readonly Made[];
} {
  const kept: (readonly [Made, readonly Logged[]])[] = [];
  const lost: Made[] = [];
  let at = 0;
  for (const one of made) {
    const start = at;
    while ((log[at]?.seq ?? Number.POSITIVE_INFINITY) <= one.to) at += 1;
    if (at > start) kept.push([one, log.slice(start, at)]);
    else lost.push(one);
  }
  return { kept, lost };
}

/** The writes of one that was made, by table. */
export function writesOf(
  { raw, moment }: Pick<Made, 'raw' | 'moment'>,
  log: readonly Logged[],
  mostRows: number,
): readonly Write[] {
  if (raw !== null) return [raw];
  const tables = new Map<Table, RowChange[]>();
  for (const { table, change } of log) {
    if (table === null || change === null) continue;
    const rows = tables.get(table) ?? [];
    tables.set(table, rows);
    rows.push(change);
  }
  return [...tables].map(([table, rows]) => {
    const kept = rows.length > mostRows ? rows.map((row) => onlyKey(row, table)) : rows;
    return { moment, table, rows: kept };
  });
}

/** A write that was rolled back, of which nothing else is known any more. */
export function toRaw({ moment, raw }: Made): RawWrite {
  return raw ?? { moment, verb: 'OTHER', table: null, count: null, statement: '' };
}
