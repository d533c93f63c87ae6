import type { Draft, Entry } from '@whodid/core';
import type { ChangePolicy } from '../change/change-policy.ts';
import { draftsOf } from '../change/drafts-of.ts';
import type { Moment } from '../change/moment.ts';
import type { Write } from '../change/write.ts';

/** An entry that waits for the end of its transaction. */
export interface SealedChange {
  readonly moment: Moment;
  readonly draft: Draft;
  readonly entry: Entry;
}

/** Under which numbers, and of which transaction. */
export interface SealNumbers {
  readonly epoch: string;
  readonly first: number;
  readonly transactionId: string;
}

/**
 * Seals the entries of writes, each with what was ambient when it was made: the same that
 * `recordWrites` would record.
 *
 * @throws if one of them cannot be sealed.
 */
export function sealWrites(
  writes: readonly Write[],
  { epoch, first, transactionId }: SealNumbers,
  policy: ChangePolicy,
): readonly SealedChange[] {
  const outbox = policy.recorder.outbox();
  const sealed: SealedChange[] = [];
  for (const write of writes) {
    const { moment } = write;
    moment.within(() => {
      for (const part of draftsOf(write, policy)) {
        const draft: Draft = { ...part, ambient: { transactionId } };
        const entry = outbox.seal(draft, { epoch, seq: first + sealed.length });
        sealed.push({ moment, draft, entry });
      }
    });
  }
  return sealed;
}
