import { type Posted, shopEntries } from '../packages/dashboard/test/fixtures/shop-entries.ts';
import type { ShopLog } from './start-shop-log.ts';

const dayMs = 86_400_000;
const postedAtOnce = 500;

/**
 * What happened in a shop over some weeks, oldest first: a few hours of it every day, the last of them
 * shortly before `now` (milliseconds since 1970).
 */
export function weeksOfShop(now: number, days = 28, aDay = 120): readonly Posted[] {
  const ends = Array.from({ length: days }, (_, day) => now - (days - 1 - day) * dayMs);
  return ends.flatMap((end, day) => shopEntries(aDay, end, 163 + day));
}

/** Posts entries, as many at once as the collector takes. */
export async function postAll(log: ShopLog, entries: readonly Posted[]): Promise<void> {
  for (let at = 0; at < entries.length; at += postedAtOnce) {
    await log.post(entries.slice(at, at + postedAtOnce));
  }
}
