import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { AnswerCache, Owner } from '../../../src/cache/answer-cache.ts';
import type { CacheBench, CacheCheck } from '../answer-cache-conformance.ts';

const lifeMs = 60_000;

/** What happens, and how many turns of the event loop lie before each of its parts. */
type Step =
  | { readonly type: 'read'; readonly question: string; readonly at: Where }
  | { readonly type: 'write'; readonly at: Where }
  | { readonly type: 'tick'; readonly ms: number; readonly at: Where };

interface Where {
  readonly person: number;
  readonly collector: number;
  readonly pauses: readonly [number, number, number];
}

const pause = fc.oneof({ weight: 4, arbitrary: fc.nat(3) }, fc.nat(30));
const where = fc.record({
  person: fc.nat(1),
  collector: fc.nat(1),
  pauses: fc.tuple(pause, pause, pause),
});
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('read' as const),
        question: fc.constantFrom('all', 'some'),
        at: where,
      }),
    },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('write' as const), at: where }) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('tick' as const),
        ms: fc.constantFrom(1, 20_000, lifeMs - 1, lifeMs),
        at: where,
      }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

// Tried first in every run: chance alone leaves each of these out of one run in a hundred.
const known: readonly (readonly Step[])[] = [
  // A change while a question is under way, and a reader before its answer is there.
  [read([0, 0, 30]), write([2, 0, 0]), read([2, 0, 0])],
  // The same, and a reader after it.
  [read([0, 0, 6]), write([2, 0, 0]), read([30, 0, 0])],
  // An answer that came late is old sooner.
  [read([0, 0, 6]), tick(1, [2, 0, 0]), tick(lifeMs - 1, [30, 0, 0]), read([2, 0, 0])],
];

function read(pauses: Where['pauses']): Step {
  return { type: 'read', question: 'all', at: { person: 0, collector: 0, pauses } };
}

function write(pauses: Where['pauses']): Step {
  return { type: 'write', at: { person: 0, collector: 0, pauses } };
}

function tick(ms: number, pauses: Where['pauses']): Step {
  return { type: 'tick', ms, at: { person: 0, collector: 0, pauses } };
}

/** Whatever comes between what: nobody sees less than what was acknowledged before they came. */
export const interleavingChecks: readonly CacheCheck[] = [
  {
    name: 'interleaving: no answer is older than the last acknowledged change, nor than 60 s',
    run: async (bench) => {
      const caches = [bench.cache, (await bench.another?.('same')) ?? bench.cache];
      let run = 0;
      await fc.assert(
        fc.asyncProperty(steps, async (list) => {
          run += 1;
          await play(list, new World(bench, caches, `run ${run}`));
        }),
        { numRuns: 150, endOnFailure: true, examples: known.map((list) => [list]) },
      );
    },
  },
];

async function play(list: readonly Step[], world: World): Promise<void> {
  const outcomes: Promise<unknown>[] = [];
  for (const step of list) {
    await turns(step.at.pauses[0]);
    outcomes.push(world.take(step).catch((error: unknown) => error));
  }
  for (const error of await Promise.all(outcomes)) if (error !== undefined) throw error;
}

class World {
  readonly #bench: CacheBench;
  readonly #caches: readonly AnswerCache[];
  readonly #name: string;
  readonly #committed = [0, 0];
  readonly #acknowledged = [0, 0];

  constructor(bench: CacheBench, caches: readonly AnswerCache[], name: string) {
    this.#bench = bench;
    this.#caches = caches;
    this.#name = name;
  }

  async take(step: Step): Promise<void> {
    if (step.type === 'tick') this.#bench.clock.move(step.ms);
    else if (step.type === 'read') await this.#read(step.question, step.at);
    else await this.#write(step.at);
  }

  async #read(question: string, { person, collector, pauses }: Where): Promise<void> {
    const atLeast = this.#acknowledged[person] as number;
    const now = this.#bench.clock.now();
    const answer = await this.#cache(collector).answer(this.#owner(person), question, async () => {
      const askedAt = this.#bench.clock.now();
      await turns(pauses[1]);
      const seen = this.#committed[person];
      await turns(pauses[2]);
      return JSON.stringify([seen, askedAt]);
    });
    const [seen, askedAt] = JSON.parse(answer);
    assert.ok(seen >= atLeast, `saw ${seen}, and ${atLeast} was acknowledged before`);
    assert.ok(askedAt > now - lifeMs, 'is older than it may be');
  }

  async #write({ person, collector, pauses }: Where): Promise<void> {
    this.#committed[person] = (this.#committed[person] as number) + 1;
    const state = this.#committed[person];
    await turns(pauses[1]);
    await this.#cache(collector).invalidate([this.#owner(person)]);
    this.#acknowledged[person] = Math.max(this.#acknowledged[person] as number, state);
  }

  #owner(person: number): Owner {
    return { tenant: this.#name, userId: `person ${person}` };
  }

  #cache(collector: number): AnswerCache {
    return this.#caches[collector] as AnswerCache;
  }
}

async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) await turn();
}
