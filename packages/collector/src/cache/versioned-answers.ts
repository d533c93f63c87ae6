import type { Clock } from '@whodid/core';
import {
  type AnswerCache,
  answerLifeMs,
  answerLimit,
  type CacheState,
  type Owner,
} from './answer-cache.ts';

/**
 * Where answers lie, each beside the version of its owner under which it was asked for. It is good
 * only while the owner still has that version, so there is one thing to change for all questions,
 * and an answer that comes late harms nobody.
 *
 * A version never comes back, not even after it was forgotten.
 */
export interface AnswerShelf {
  readonly kind: 'memory' | 'redis';
  /** What there is for a question, or `null` if the shelf cannot be reached. Never rejects. */
  find(owner: Owner, question: string): Promise<Spot | null>;
  /** Ends the versions of these owners. Never rejects. */
  invalidate(owners: readonly Owner[]): Promise<void>;
  warning(): string | undefined;
  close(): void;
}

/** The place of a question's answer under the version that its owner had when it was looked for. */
export interface Spot {
  /** Of question and version: whoever found the same name may be given the same answer. */
  readonly name: string;
  readonly kept: string | null;
  /** Puts an answer there. Never throws, and need not succeed. */
  keep(answer: string, ageMs: number): void;
}

interface Flight {
  readonly beganAt: number;
  readonly answer: Promise<string>;
}

/** A cache on a shelf: looks for the version first, and only then asks. */
export class VersionedAnswers implements AnswerCache {
  readonly #shelf: AnswerShelf;
  readonly #clock: Clock;
  /** Questions that were asked and not answered yet, by the name of their spot. */
  readonly #flights = new Map<string, Flight>();

  constructor(shelf: AnswerShelf, clock: Clock) {
    this.#shelf = shelf;
    this.#clock = clock;
  }

  async answer(owner: Owner, question: string, ask: () => Promise<string>): Promise<string> {
    const spot = await this.#shelf.find(owner, question);
    // Without a version nobody knows what changed meanwhile, so flights cannot be shared either.
    if (spot === null) return ask();
    if (spot.kept !== null) return spot.kept;
    const flight = this.#flights.get(spot.name);
    // One that hangs must not take everybody with it for longer than an answer is kept.
    const joins = flight !== undefined && this.#ageOf(flight.beganAt) < answerLifeMs;
    return joins ? flight.answer : this.#begin(spot, ask);
  }

  invalidate(owners: readonly Owner[]): Promise<void> {
    return owners.length === 0 ? Promise.resolve() : this.#shelf.invalidate(owners);
  }

  state(): CacheState {
    const warning = this.#shelf.warning();
    return { kind: this.#shelf.kind, ...(warning === undefined ? {} : { warning }) };
  }

  async close(): Promise<void> {
    this.#shelf.close();
  }

  #begin(spot: Spot, ask: () => Promise<string>): Promise<string> {
    const beganAt = this.#clock.monotonicMs();
    const flight: Flight = { beganAt, answer: this.#ask(spot, ask, beganAt) };
    this.#flights.set(spot.name, flight);
    const land = (): void => {
      if (this.#flights.get(spot.name) === flight) this.#flights.delete(spot.name);
    };
    flight.answer.then(land, land);
    return flight.answer;
  }

  // Kept before the flight lands: who comes between would ask once more.
  async #ask(spot: Spot, ask: () => Promise<string>, beganAt: number): Promise<string> {
    const answer = await ask();
    const ageMs = this.#ageOf(beganAt);
    if (ageMs < answerLifeMs && answer.length <= answerLimit) spot.keep(answer, ageMs);
    return answer;
  }

  #ageOf(beganAt: number): number {
    return this.#clock.monotonicMs() - beganAt;
  }
}
