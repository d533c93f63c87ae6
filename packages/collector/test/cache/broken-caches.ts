import type { CacheBench } from './answer-cache-conformance.ts';
import { deviant } from './deviant-answers.ts';

/** A cache that breaks one promise, and the check that has to notice. */
export interface BrokenCache {
  readonly fault: string;
  readonly caughtBy: string;
  readonly open: () => CacheBench;
  /** The fault is that nobody gets an answer any more. */
  readonly hangs?: true;
}

const byName = ({ tenant, userId }: { tenant: string; userId: string }): string =>
  JSON.stringify([tenant, userId]);

/** The suite is tested with these: each must fail the check that it names. */
export const brokenCaches: readonly BrokenCache[] = [
  {
    fault: 'keeps nothing',
    caughtBy: 'keep: the same question is asked once',
    open: () => deviant({ keeps: () => false }),
  },
  {
    fault: 'takes the empty answer for none',
    caughtBy: 'keep: the empty answer is kept',
    open: () => deviant({ keeps: (answer) => answer !== '' && answer.length <= 1024 * 1024 }),
  },
  {
    fault: 'trims what it keeps',
    caughtBy: 'keep: an answer comes out as it went in',
    open: () => deviant({ written: (answer) => answer.trim() }),
  },
  {
    fault: 'keeps answers for an hour',
    caughtBy: 'keep: 60 s and not longer, however often it is read',
    open: () => deviant({ lifeMs: 3_600_000 }),
  },
  {
    fault: 'lets an answer live on as long as it is read',
    caughtBy: 'keep: 60 s and not longer, however often it is read',
    open: () => deviant({ renewed: true }),
  },
  {
    fault: 'counts the age from when the answer came',
    caughtBy: 'keep: the 60 s begin with the question, not with the answer',
    open: () => deviant({ ageFromAnswer: true }),
  },
  {
    fault: 'joins the parts of a name without telling where they end',
    caughtBy: 'keep: questions, people and tenants are told apart',
    open: () =>
      deviant({
        ownerName: ({ tenant, userId }) => `${tenant}:${userId}`,
        placeName: ({ tenant, userId }, question) => `${tenant}:${userId}:${question}`,
      }),
  },
  {
    fault: 'has one list for all filters',
    caughtBy: 'keep: questions, people and tenants are told apart',
    open: () => deviant({ placeName: byName }),
  },
  {
    fault: 'lets everybody ask for themselves',
    caughtBy: 'keep: many who ask the same at once make one question',
    open: () => deviant({ flightName: () => String(Math.random()) }),
  },
  {
    fault: 'lets all who come first ask for themselves',
    caughtBy: 'keep: many who are the first, all at once, make one question',
    open: () => deviant({ flightName: () => String(Math.random()) }),
  },
  {
    fault: 'keeps failures',
    caughtBy: 'keep: a failure reaches all who wait, and is not kept',
    open: () => deviant({ keepsFailures: true }),
  },
  {
    fault: 'waits for ever for whoever asked first',
    caughtBy: 'keep: a question that is never answered holds nobody up for longer than 60 s',
    open: () => deviant({ joinsForever: true }),
    hangs: true,
  },
  {
    fault: 'keeps what is too long',
    caughtBy: 'keep: what is too long is given and not kept',
    open: () => deviant({ keeps: () => true }),
  },
  {
    fault: 'deletes under a name that nothing is kept under',
    caughtBy: 'change: every question about the owner is asked again, also the empty ones',
    open: () =>
      deviant({
        invalidate: ({ answers }, owners) => {
          for (const { userId } of owners) answers.delete(`user_logs_${userId}`);
        },
      }),
  },
  {
    fault: 'throws away everybody’s answers',
    caughtBy: 'change: answers about others are kept',
    open: () => deviant({ invalidate: ({ versions }) => versions.clear() }),
  },
  {
    fault: 'does not look at the tenant of a change',
    caughtBy: 'change: answers about others are kept',
    open: () => deviant({ ownerName: ({ userId }) => userId }),
  },
  {
    fault: 'takes the same id in capitals for the same person',
    caughtBy: 'change: answers about others are kept',
    open: () => deviant({ ownerName: (owner) => byName(owner).toLowerCase() }),
  },
  {
    fault: 'tells of the first owner only',
    caughtBy: 'change: of several owners at once, of strangers, and of nobody',
    open: () =>
      deviant({
        invalidate: ({ versions }, [first]) => {
          if (first !== undefined) versions.delete(byName(first));
        },
      }),
  },
  {
    fault: 'knows only two versions',
    caughtBy: 'change: however many there were, what was kept before is not good again',
    open: () =>
      deviant({
        firstVersion: () => 0,
        invalidate: ({ versions }, owners) => {
          for (const owner of owners) {
            versions.set(byName(owner), versions.get(byName(owner)) === 0 ? 1 : 0);
          }
        },
      }),
  },
  {
    fault: 'shares a question that was asked before the change',
    caughtBy: 'change: who comes after it does not share a question asked before it',
    open: () => deviant({ flightName: (place) => place }),
    hangs: true,
  },
  {
    fault: 'looks for the version after it has asked',
    caughtBy: 'change: an answer asked for before it is not kept, whenever it comes',
    open: () => deviant({ versionAfter: true }),
  },
  {
    fault: 'looks for the version after it has asked, once more',
    caughtBy: 'change: an older answer that comes after a newer one is given to nobody',
    open: () => deviant({ versionAfter: true }),
  },
  {
    fault: 'deletes the answers instead of changing a version',
    caughtBy: 'change: in the middle of a question, what comes of it is not kept',
    open: () => deviant({ firstVersion: () => 0, invalidate: ({ answers }) => answers.clear() }),
  },
  {
    fault: 'counts versions, and begins again when it has forgotten one',
    caughtBy: 'change: holds even if versions are forgotten, at any point',
    open: () =>
      deviant({
        firstVersion: () => 1,
        invalidate: ({ versions }, owners) => {
          for (const owner of owners) {
            versions.set(byName(owner), Number(versions.get(byName(owner)) ?? 1) + 1);
          }
        },
      }),
  },
  {
    fault: 'shares nothing',
    caughtBy: 'sharing: what one keeps the other finds',
    open: () => deviant({ common: 'nothing' }),
  },
  {
    fault: 'tells nobody else of a change',
    caughtBy: 'sharing: what changed at one is stale for the other',
    open: () => deviant({ firstVersion: () => 0, common: 'answers', invalidate: countedAlone }),
  },
  {
    fault: 'shares its own questions whatever changes elsewhere',
    caughtBy: 'sharing: a question under way at one is not shared after a change at the other',
    open: () => deviant({ flightName: (place) => place }),
    hangs: true,
  },
  {
    fault: 'takes all stores for one',
    caughtBy: 'sharing: another store has other answers and other changes',
    open: () => deviant({ ignoresStore: true }),
  },
  {
    fault: 'looks for the version after it has asked, now and then',
    caughtBy: 'interleaving: no answer is older than the last acknowledged change, nor than 60 s',
    open: () => deviant({ versionAfter: true }),
  },
  {
    fault: 'shares questions across changes, now and then',
    caughtBy: 'interleaving: no answer is older than the last acknowledged change, nor than 60 s',
    open: () => deviant({ flightName: (place) => place }),
  },
  {
    fault: 'counts the age from when the answer came, now and then',
    caughtBy: 'interleaving: no answer is older than the last acknowledged change, nor than 60 s',
    open: () => deviant({ ageFromAnswer: true }),
  },
  {
    fault: 'is always worried',
    caughtBy: 'state: nothing is wrong',
    open: () => deviant({ state: { kind: 'redis', warning: 'something' } }),
  },
  {
    fault: 'throws once it is closed',
    caughtBy: 'close: it still answers, keeps nothing, and a second time is no error',
    open: () =>
      deviant({
        afterClose: () => {
          throw new Error('closed');
        },
      }),
  },
];

function countedAlone(
  { versions }: { readonly versions: Map<string, unknown> },
  owners: readonly { tenant: string; userId: string }[],
): void {
  for (const owner of owners) {
    versions.set(byName(owner), Number(versions.get(byName(owner)) ?? 0) + 1);
  }
}
