import type { ChangeType, Draft } from '@whodid/core';
import type { Verb } from '../sql/statement.ts';
import type { ChangePolicy } from './change-policy.ts';
import type { RawWrite } from './write.ts';

const types: Partial<Record<Verb, ChangeType>> = {
  INSERT: 'BULK_CREATE',
  COPY: 'BULK_CREATE',
  DELETE: 'BULK_DELETE',
  TRUNCATE: 'BULK_DELETE',
};

/** The entry of a write of which only the statement is known. */
export function rawDraft(write: RawWrite, policy: ChangePolicy): Draft {
  const { verb, table, count, statement, moment } = write;
  const model = table === null ? 'unknown' : policy.modelOf(table);
  return {
    kind: 'model',
    action: `${write.language ?? 'sql'}.${verb.toLowerCase()}`,
    occurredAt: moment.at,
    change: {
      type: types[verb] ?? 'BULK_UPDATE',
      model,
      fields: [],
      ...(count === null ? {} : { totalCount: count }),
    },
    data: { statement, ...(table === null ? {} : { table: table.name }) },
  };
}
