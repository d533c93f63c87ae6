import type { AnswerCache, CacheState, Owner } from '../../src/cache/answer-cache.ts';
import { type MovingClock, movingClock } from '../moving-clock.ts';
import type { CacheBench } from './answer-cache-conformance.ts';

/** What a cache does differently. What is absent, it does right. */
export interface Deviation {
  readonly ownerName?: (owner: Owner) => string;
  readonly placeName?: (owner: Owner, question: string) => string;
  readonly flightName?: (place: string, version: unknown) => string;
  /** Where a version begins that is not known. */
  readonly firstVersion?: () => unknown;
  readonly invalidate?: (desk: Desk, owners: readonly Owner[]) => void;
  /** When the version is looked up under which an answer is kept. */
  readonly versionAfter?: true;
  readonly ageFromAnswer?: true;
  readonly lifeMs?: number;
  readonly renewed?: true;
  readonly joinsForever?: true;
  readonly keeps?: (answer: string) => boolean;
  readonly keepsFailures?: true;
  readonly written?: (answer: string) => string;
  /** What several collectors on one store have in common. */
  readonly common?: 'nothing' | 'answers';
  readonly ignoresStore?: true;
  readonly state?: CacheState;
  readonly afterClose?: () => never;
}

interface Kept {
  readonly version: unknown;
  readonly answer: string | Error;
  at: number;
}

/** Where everything lies. */
interface Desk {
  readonly versions: Map<string, unknown>;
  readonly answers: Map<string, Kept>;
}

/** A cache like ours, in few lines, that does one thing differently. */
export function deviant(deviation: Deviation): CacheBench {
  const clock = movingClock();
  const ours: Desk = { versions: new Map(), answers: new Map() };
  const theirs: Desk = { versions: new Map(), answers: new Map() };
  const { common, ignoresStore } = deviation;
  const sameStore = (): Desk => {
    if (common === 'nothing') return { versions: new Map(), answers: new Map() };
    return common === 'answers' ? { ...ours, versions: new Map(ours.versions) } : ours;
  };
  return {
    cache: new DeviantAnswers(deviation, clock, ours),
    clock,
    forgetVersions: async () => ours.versions.clear(),
    another: async (store) => {
      const desk = store === 'same' || ignoresStore ? sameStore() : theirs;
      return new DeviantAnswers(deviation, clock, desk);
    },
    close: async () => {},
  };
}

class DeviantAnswers implements AnswerCache {
  readonly #do: Deviation;
  readonly #clock: MovingClock;
  readonly #desk: Desk;
  readonly #flights = new Map<string, { readonly at: number; answer: Promise<string> }>();
  #closed = false;

  constructor(deviation: Deviation, clock: MovingClock, desk: Desk) {
    this.#do = deviation;
    this.#clock = clock;
    this.#desk = desk;
  }

  async answer(owner: Owner, question: string, ask: () => Promise<string>): Promise<string> {
    if (this.#closed) return this.#do.afterClose?.() ?? ask();
    const { placeName = placeOf, flightName, lifeMs = 60_000 } = this.#do;
    const place = placeName(owner, question);
    const version = this.#versionOf(owner);
    const now = this.#clock.now();
    const kept = this.#desk.answers.get(place);
    if (kept !== undefined && kept.version === version && now - kept.at < lifeMs) {
      if (this.#do.renewed) kept.at = now;
      if (kept.answer instanceof Error) throw kept.answer;
      return kept.answer;
    }
    const name = (flightName ?? flightOf)(place, version);
    const flight = this.#flights.get(name);
    if (flight !== undefined && (this.#do.joinsForever || now - flight.at < 60_000)) {
      return flight.answer;
    }
    const begun = { at: now, answer: this.#ask({ owner, place, version, now }, ask) };
    this.#flights.set(name, begun);
    const land = (): void => {
      if (this.#flights.get(name) === begun) this.#flights.delete(name);
    };
    begun.answer.then(land, land);
    return begun.answer;
  }

  async #ask(
    { owner, place, version, now }: { owner: Owner; place: string; version: unknown; now: number },
    ask: () => Promise<string>,
  ): Promise<string> {
    const { keeps = (answer) => answer.length <= 1024 * 1024, written = (text) => text } = this.#do;
    const keep = (answer: string | Error): void => {
      const under = this.#do.versionAfter ? this.#versionOf(owner) : version;
      const at = this.#do.ageFromAnswer ? this.#clock.now() : now;
      if (this.#clock.now() - at < 60_000)
        this.#desk.answers.set(place, { version: under, answer, at });
    };
    try {
      const answer = await ask();
      if (keeps(answer) && !this.#closed) keep(written(answer));
      return answer;
    } catch (error) {
      if (this.#do.keepsFailures) keep(error as Error);
      throw error;
    }
  }

  async invalidate(owners: readonly Owner[]): Promise<void> {
    if (this.#closed) this.#do.afterClose?.();
    const { invalidate, ownerName = nameOf } = this.#do;
    if (invalidate !== undefined) invalidate(this.#desk, owners);
    else for (const owner of owners) this.#desk.versions.delete(ownerName(owner));
  }

  state(): CacheState {
    return this.#do.state ?? { kind: 'memory' };
  }

  async close(): Promise<void> {
    if (this.#closed) this.#do.afterClose?.();
    this.#closed = true;
  }

  #versionOf(owner: Owner): unknown {
    const { ownerName = nameOf, firstVersion = () => Symbol('version') } = this.#do;
    const name = ownerName(owner);
    if (!this.#desk.versions.has(name)) this.#desk.versions.set(name, firstVersion());
    return this.#desk.versions.get(name);
  }
}

function nameOf({ tenant, userId }: Owner): string {
  return JSON.stringify([tenant, userId]);
}

function placeOf({ tenant, userId }: Owner, question: string): string {
  return JSON.stringify([tenant, userId, question]);
}

function flightOf(place: string, version: unknown): string {
  return place + numberOf(version);
}

// Versions of the sound cache are symbols, which have no text of their own.
const numbers = new Map<unknown, number>();
function numberOf(version: unknown): number {
  if (!numbers.has(version)) numbers.set(version, numbers.size);
  return numbers.get(version) as number;
}
