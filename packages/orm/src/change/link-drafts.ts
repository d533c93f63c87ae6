import type { Draft } from '@whodid/core';
import type { ChangePolicy } from './change-policy.ts';
import { dataOf, singleOf, textOf } from './row-drafts.ts';
import type { Link } from './table.ts';
import { lastOf, type RowWrite } from './write.ts';

const mostIds = 1000;

/** The related ids of one owner. */
interface Group {
  readonly owner: string;
  readonly related: string[];
}

/**
 * The entries of a statement on a table between two others: what was connected with, or disconnected
 * from, each row of the first.
 */
export function linkDrafts(
  write: RowWrite,
  [ownerEnd, relatedEnd]: readonly [Link, Link],
  policy: ChangePolicy,
): readonly Draft[] {
  return (['CREATE', 'DELETE'] as const).flatMap((type) =>
    grouped(write, type, ownerEnd.column, relatedEnd.column).map(({ owner, related }): Draft => {
      const model = policy.modelOf({ schema: null, name: ownerEnd.table });
      const field = { name: relatedEnd.table, [type === 'CREATE' ? 'new' : 'old']: related };
      return {
        kind: 'model',
        action: `${model}.${type === 'CREATE' ? 'connect' : 'disconnect'}`,
        occurredAt: write.moment.at,
        targets: [{ type: model, id: owner }],
        change: { type: 'M2M', model, fields: [field], ids: related },
        data: {
          ...dataOf(write.table),
          action: type === 'CREATE' ? 'post_add' : 'post_remove',
          columns: [ownerEnd.column, relatedEnd.column],
        },
      };
    }),
  );
}

function grouped(
  { rows }: RowWrite,
  type: string,
  ownerColumn: string,
  relatedColumn: string,
): readonly Group[] {
  const open = new Map<string, Group>();
  const groups: Group[] = [];
  for (const change of rows) {
    if (singleOf(change) !== type) continue;
    const row = lastOf(change);
    const owner = textOf(row[ownerColumn]);
    let group = open.get(owner);
    if (group === undefined || group.related.length === mostIds) {
      group = { owner, related: [] };
      open.set(owner, group);
      groups.push(group);
    }
    group.related.push(textOf(row[relatedColumn]));
  }
  return groups;
}
