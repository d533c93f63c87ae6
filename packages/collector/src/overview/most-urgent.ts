import type { FoundHint, Hint } from './hints.ts';

const mostHints = 5;
const mostChecks = 20;

/**
 * The first five hints that hold. One that says that something is new was found in the values of some
 * time before; here it is looked up in all time.
 *
 * @param countBefore - how many entries match before the period, a query text.
 */
export async function mostUrgent(
  hints: readonly FoundHint[],
  countBefore: (query: string) => Promise<number>,
): Promise<Hint[]> {
  const kept: Hint[] = [];
  let checks = 0;
  for (const { isNew, ...hint } of hints) {
    if (kept.length === mostHints) break;
    if (isNew) {
      if (checks === mostChecks) continue;
      checks += 1;
      if ((await countBefore(hint.query)) > 0) continue;
    }
    kept.push(hint);
  }
  return kept;
}
