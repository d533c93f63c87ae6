import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../problem/problem.ts';
import { Places } from './places.ts';

/**
 * How many wrong passwords are taken, and in how many seconds.
 *
 * A name stands 10 in a quarter of an hour and 100 a day, whoever tries. That is the number that
 * NIST SP 800-63B-4 allows in a row, and at most 36,500 guesses a year. An address stands 50 in a
 * quarter of an hour, since a whole office may come from one. Right ones do not count.
 */
export const signInLimits = {
  name: { points: 10, duration: 15 * 60 },
  nameADay: { points: 100, duration: 24 * 60 * 60 },
  address: { points: 50, duration: 15 * 60 },
  /** Sign-ins begun at the identity provider, which take a place in memory, right ones too. */
  begun: { points: 100, duration: 15 * 60 },
} as const;

/** Slows down whoever guesses passwords. Forgets everything when the process ends. */
export class SignInLimits {
  readonly #places = new Places();
  readonly #name = new RateLimiterMemory({ keyPrefix: 'name', ...signInLimits.name });
  readonly #nameADay = new RateLimiterMemory({ keyPrefix: 'day', ...signInLimits.nameADay });
  readonly #address = new RateLimiterMemory({ keyPrefix: 'address', ...signInLimits.address });
  readonly #begun = new RateLimiterMemory({ keyPrefix: 'begun', ...signInLimits.begun });

  /**
   * Counts a try, before it is known how it ends: many at once must not get through together.
   *
   * @param onFirst - called for the first try of each time that is refused.
   * @throws Problem `RATE_LIMITED`.
   */
  async take(address: string, name: string, onFirst: () => Promise<void>): Promise<void> {
    const place = this.#places.of(name);
    await this.#consume(this.#address, this.#places.of(address), onFirst);
    await this.#consume(this.#name, place, onFirst);
    await this.#consume(this.#nameADay, place, onFirst);
  }

  /** Takes back the count of a try that was right, and what was counted against the name. */
  async right(address: string, name: string): Promise<void> {
    await this.#address.reward(this.#places.of(address));
    await this.forgive(name);
  }

  /**
   * Counts a failed try at something that cannot be guessed, and so needs no limit: whether it is one
   * of those that are worth an entry.
   */
  async count(address: string): Promise<boolean> {
    const { consumedPoints } = await this.#address.penalty(this.#places.of(address));
    return consumedPoints <= signInLimits.address.points;
  }

  /** Counts a sign-in that begins at the identity provider: whether there is room for it. */
  async mayBegin(address: string): Promise<boolean> {
    const { consumedPoints } = await this.#begun.penalty(this.#places.of(address));
    return consumedPoints <= signInLimits.begun.points;
  }

  /** Forgets what was counted against a name. */
  async forgive(name: string): Promise<void> {
    const place = this.#places.of(name);
    await Promise.all([this.#name.delete(place), this.#nameADay.delete(place)]);
  }

  async #consume(
    limiter: RateLimiterMemory,
    place: string,
    onFirst: () => Promise<void>,
  ): Promise<void> {
    const counted = await limiter.consume(place).catch((refused: unknown) => refused);
    if (!(counted instanceof RateLimiterRes)) throw counted;
    if (counted.consumedPoints <= limiter.points) return;
    if (counted.consumedPoints === limiter.points + 1) await onFirst();
    const seconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
    const detail = 'Too many sign-ins failed. Wait, then try again.';
    throw new Problem('RATE_LIMITED', detail, { headers: { 'retry-after': String(seconds) } });
  }
}
