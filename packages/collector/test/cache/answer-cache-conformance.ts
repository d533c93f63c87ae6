import type { AnswerCache } from '../../src/cache/answer-cache.ts';
import type { MovingClock } from '../moving-clock.ts';
import { changeChecks } from './checks/change-checks.ts';
import { closeChecks } from './checks/close-checks.ts';
import { interleavingChecks } from './checks/interleaving-checks.ts';
import { keepChecks } from './checks/keep-checks.ts';
import { sharingChecks } from './checks/sharing-checks.ts';

/** A cache that is empty, with what a check needs around it. */
export interface CacheBench {
  readonly cache: AnswerCache;
  readonly clock: MovingClock;
  /** Makes it forget what it can forget at any time, except for the answers. */
  forgetVersions(): Promise<void>;
  /**
   * Another collector's cache. Leave it out for one that is not shared.
   *
   * @param store - `same` asks the same store, `other` another one.
   */
  another?(store: 'same' | 'other'): Promise<AnswerCache>;
  /** Releases everything. */
  close(): Promise<void>;
}

/** One promise of `AnswerCache`. */
export interface CacheCheck {
  readonly name: string;
  readonly run: (bench: CacheBench) => Promise<void>;
  /** Only for caches that are shared. */
  readonly shared?: true;
}

/** All checks, in the order in which they run. */
export const cacheChecks: readonly CacheCheck[] = [
  ...keepChecks,
  ...changeChecks,
  ...sharingChecks,
  ...interleavingChecks,
  ...closeChecks,
];

/** What the suite needs from whoever runs it. */
export interface CacheConformance {
  /** Registers one test. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /** Opens a cache. Asked for each check; the suite closes it. */
  readonly open: () => CacheBench | Promise<CacheBench>;
  readonly shared?: boolean;
}

/** Registers one test for each promise of `AnswerCache`. */
export function answerCacheConformance({ test, open, shared = false }: CacheConformance): void {
  for (const check of cacheChecks) {
    if (check.shared === true && !shared) continue;
    test(check.name, async () => {
      const bench = await open();
      try {
        await check.run(bench);
      } finally {
        await bench.close();
      }
    });
  }
}
