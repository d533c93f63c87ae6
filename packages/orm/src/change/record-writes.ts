import type { Draft } from '@whodid/core';
import type { ChangePolicy } from './change-policy.ts';
import { draftsOf } from './drafts-of.ts';
import type { Write } from './write.ts';

/**
 * What became of a transaction. Two of them are not certain: the connection was lost at its commit, or
 * it was prepared for somebody else to commit.
 */
export type Fate = 'committed' | 'rolled_back' | 'connection_lost' | 'prepared';

/**
 * Records the writes of one transaction, each with what was ambient when it was made. Never throws.
 *
 * @param transactionId - if others of them have it already.
 */
export function recordWrites(
  writes: readonly Write[],
  fate: Fate,
  policy: ChangePolicy,
  transactionId?: string,
): void {
  if (writes.length === 0) return;
  const { recorder } = policy;
  try {
    if (fate === 'rolled_back') {
      recordRollback(writes, policy);
      return;
    }
    const shared = transactionId ?? recorder.newId();
    for (const write of writes) {
      write.moment.within(() => {
        for (const draft of draftsOf(write, policy)) {
          const whole: Draft = { ...draft, ambient: { transactionId: shared } };
          recorder.capture(() =>
            fate === 'committed' ? whole : { ...whole, outcome: 'unknown', reason: fate },
          );
        }
      });
    }
  } catch (error) {
    recorder.fault('orm.record', error);
  }
}

function recordRollback(writes: readonly Write[], policy: ChangePolicy): void {
  if (!policy.options.rolledBack) return;
  const tables = new Set(writes.map(({ table }) => (table === null ? 'unknown' : table.name)));
  const statements = writes.length;
  writes[0]?.moment.within(() => {
    policy.recorder.capture(() => ({
      kind: 'model',
      action: 'transaction.rollback',
      outcome: 'failure',
      reason: 'rolled_back',
      data: { tables: [...tables], statements },
      ambient: { transactionId: policy.recorder.newId() },
    }));
  });
}
