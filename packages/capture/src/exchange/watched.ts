import type { Breakable } from './breaks.ts';
import type { Claim } from './claim.ts';
import type { Facts } from './facts.ts';

/** A request that one of our captures has claimed, from its arrival until its entry is recorded. */
export interface Watched extends Claim, Breakable {
  /** Runs `fn` once with the ambient of this request, whatever the recorder does. */
  run<T>(fn: () => T): T;
  /**
   * Like {@link run}, but not before it is known who makes the request: a credential that is seen for
   * the first time has to be verified. Nearly always that is at once, and `fn` has returned.
   */
  enter<T>(fn: () => T): T | Promise<T>;
  /** Adds what a framework knows. */
  tell(facts: Facts): void;
  /** Shows the request as a framework knows it; the default `actorOf` looks there for the user. */
  meet(subject: object): void;
  /** Begins to watch. Without it there is ambient but no entry. */
  observe(): void;
}
