import { setTimeout as wait } from 'node:timers/promises';
import { createDice, type Dice } from './traffic/dice.ts';
import {
  administers,
  browses,
  buys,
  losesPatience,
  pries,
  type Story,
  supports,
} from './traffic/stories.ts';
import { createVisitor } from './traffic/visitor.ts';
import { addresses, browsers } from './traffic/words.ts';

export interface TrafficOptions {
  readonly shopUrl: string;
  /** Same seed, same stories. @defaultValue 1 */
  readonly seed?: number;
  /** People in the shop at the same time. @defaultValue 4 */
  readonly crowd?: number;
  /** Longest pause between two clicks, in milliseconds. @defaultValue 1500, about four requests a second */
  readonly thinkMs?: number;
  /** Ends the traffic, in the middle of a click if need be. */
  readonly signal: AbortSignal;
}

// How often each story is told: mostly browsing and buying, seldom mischief.
const stories: readonly (readonly [number, Story])[] = [
  [30, browses],
  [35, buys],
  [15, supports],
  [5, administers],
  [10, losesPatience],
  [5, pries],
];

// Each lane tells its own first story, so that every kind of visit is seen within a minute.
const openings: readonly Story[] = [buys, losesPatience, pries, administers, supports, browses];

/** Sends people into the shop until `signal` says stop. Resolves when all have left. */
export async function runTraffic(options: TrafficOptions): Promise<void> {
  const { seed = 1, crowd = 4 } = options;
  const lanes = Array.from({ length: crowd }, (_, lane) =>
    runLane(options, createDice(seed * 1000 + lane), lane),
  );
  await Promise.all(lanes);
}

async function runLane(options: TrafficOptions, dice: Dice, lane: number): Promise<void> {
  const { shopUrl, thinkMs = 1500, signal } = options;
  for (let visit = 0; !signal.aborted; visit += 1) {
    const story = visit < 2 ? openings[(lane + visit * 4) % openings.length] : pickStory(dice);
    const visitor = createVisitor({
      shopUrl,
      dice,
      thinkMs,
      signal,
      address: story === pries ? '198.51.100.66' : dice.pick(addresses),
      userAgent: story === pries ? 'curl/8.14.1' : dice.pick(browsers),
    });
    try {
      await story?.(visitor);
      await visitor.think();
    } catch {
      // The shop is starting, or gone for a moment, or we are to stop. People try again later.
      await wait(500, undefined, { signal }).catch(() => undefined);
    }
  }
}

function pickStory(dice: Dice): Story {
  let left = dice.next() * stories.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, story] of stories) {
    left -= weight;
    if (left < 0) return story;
  }
  return browses;
}

if (import.meta.main) {
  const { SHOP_URL = 'http://127.0.0.1:4748', TRAFFIC_SEED = '1' } = process.env;
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  await runTraffic({ shopUrl: SHOP_URL, seed: Number(TRAFFIC_SEED), signal: stop.signal });
}
