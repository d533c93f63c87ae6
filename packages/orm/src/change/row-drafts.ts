import type { ChangeType, Draft, Json, Target } from '@whodid/core';
import type { ChangePolicy } from './change-policy.ts';
import type { Table } from './table.ts';
import { lastOf, type RowChange, type RowWrite } from './write.ts';

type Single = 'CREATE' | 'UPDATE' | 'DELETE';
type Fields = NonNullable<Draft['change']>['fields'];

const actions = { CREATE: 'create', UPDATE: 'update', DELETE: 'delete' } as const;

/** Most ids in one entry; see `readChange` of core. */
const mostIds = 1000;

/** The entries of the rows that one statement changed. */
export function rowDrafts(write: RowWrite, policy: ChangePolicy): readonly Draft[] {
  const { rows, table, moment } = write;
  if (rows.length > policy.options.mostRows) return bulkDrafts(write, policy);
  return rows.flatMap((row) => {
    const draft = rowDraft(row, table, moment.at, policy);
    return policy.options.preEntries ? [preDraft(draft), draft] : [draft];
  });
}

function rowDraft(change: RowChange, table: Table, at: number, policy: ChangePolicy): Draft {
  const type = singleOf(change);
  const model = policy.modelOf(table);
  return {
    kind: 'model',
    action: `${model}.${actions[type]}`,
    occurredAt: at,
    targets: targetsOf(change, table, model),
    change: { type, model, fields: fieldsOf(change, table, policy) },
    data: change.before === 'unknown' ? { ...dataOf(table), before: 'unknown' } : dataOf(table),
  };
}

// What was there before it: of a creation only what is about to be.
function preDraft(draft: Draft): Draft {
  const { change } = draft;
  if (change === undefined) return draft;
  const { type, model, fields } = change;
  const before = fields.map(({ name, old, new: now }) =>
    type === 'CREATE' ? { name, new: now } : { name, old },
  );
  return { ...draft, change: { type: `PRE_${type}` as ChangeType, model, fields: before } };
}

function bulkDrafts({ rows, table, moment }: RowWrite, policy: ChangePolicy): readonly Draft[] {
  const model = policy.modelOf(table);
  const drafts: Draft[] = [];
  for (const type of ['CREATE', 'UPDATE', 'DELETE'] as const) {
    const own = rows.filter((row) => singleOf(row) === type);
    const parts = Math.ceil(own.length / mostIds);
    for (let part = 0; part < parts; part += 1) {
      const some = own.slice(part * mostIds, (part + 1) * mostIds);
      drafts.push({
        kind: 'model',
        action: `${model}.${actions[type]}`,
        occurredAt: moment.at,
        message: `cut, ${own.length} rows`,
        change: {
          type: `BULK_${type}`,
          model,
          fields: [],
          totalCount: own.length,
          ids: some.map((row) => idOf(row, table)),
        },
        data: { ...dataOf(table), cut: own.length, part: part + 1, parts },
      });
    }
  }
  return drafts;
}

export function singleOf({ before, after }: RowChange): Single {
  if (before === null) return 'CREATE';
  return after === null ? 'DELETE' : 'UPDATE';
}

function targetsOf(change: RowChange, table: Table, model: string): readonly Target[] {
  return table.key.length === 0 ? [] : [{ type: model, id: idOf(change, table) }];
}

/** The key of a row as text: of several columns joined with `,`. */
export function idOf(change: RowChange, { key }: Table): string {
  const row = lastOf(change);
  return key.map((column) => textOf(row[column])).join(',');
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'object' || value === undefined
    ? JSON.stringify(value ?? null)
    : `${value}`;
}

function fieldsOf(change: RowChange, table: Table, policy: ChangePolicy): Fields {
  const { before, after } = change;
  const names = Object.keys(lastOf(change));
  const kept = names.filter((name) => !policy.excludesField(table, name));
  if (before === null || before === 'unknown')
    return kept.map((name) => ({ name, new: after?.[name] }));
  if (after === null) return kept.map((name) => ({ name, old: before[name] }));
  return kept
    .filter((name) => !same(before[name], after[name]))
    .map((name) => ({ name, old: before[name] ?? null, new: after[name] ?? null }));
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  return typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other);
}

export function dataOf({ schema, name }: Table): { readonly table: string } {
  return { table: schema === null ? name : `${schema}.${name}` };
}
