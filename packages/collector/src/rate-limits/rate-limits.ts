import { type ReadOptions, readOptions } from '@whodid/core';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '../access/caller.ts';
import { clientOf, networkOf } from '../access/client.ts';
import { Places } from '../access/places.ts';
import type { RouteAccess } from '../access/route-access.ts';
import { hashOf } from '../access/secret.ts';
import { sessionOf } from '../access/session-cookie.ts';
import { Problem } from '../problem/problem.ts';
import { type RateLimitOptions, rateLimitRules } from './rate-limit-options.ts';

type Limit = keyof RateLimitOptions;

const spanSeconds = 10;
const spansPerMinute = 60 / spanSeconds;

const sentences: { readonly [L in Limit]: (limit: number) => string } = {
  ingestPerCredential: (limit) => `One credential may post entries ${limit} times a minute.`,
  ingestPerTenant: (limit) => `One tenant may post entries ${limit} times a minute.`,
  requestsPerCredential: (limit) => `One credential may make ${limit} requests a minute.`,
  requestsPerTenant: (limit) => `One tenant may make ${limit} requests a minute.`,
  anonymousPerAddress: (limit) =>
    `Without a credential, one address may make ${limit} requests a minute.`,
  failedPerAddress: (limit) =>
    `One address may be wrong about credentials ${limit} times a minute.`,
};

/** Counts requests, and refuses those that are too many before anything of them is read. */
export class RateLimits {
  readonly #limits: ReadOptions<RateLimitOptions> | null;
  readonly #counters = new Map<Limit, RateLimiterMemory>();
  readonly #places = new Places();

  /**
   * @param given - `null` for no limits.
   * @throws WhodidError `CONFIG_INVALID`, `CONFIG_UNKNOWN`.
   */
  constructor(given: RateLimitOptions | null) {
    this.#limits = given === null ? null : readOptions('rateLimits', rateLimitRules, given);
    for (const [limit, perMinute] of Object.entries(this.#limits ?? {})) {
      const points = Math.ceil(perMinute / spansPerMinute);
      this.#counters.set(limit as Limit, new RateLimiterMemory({ points, duration: spanSeconds }));
    }
  }

  /** What is taken in a minute, or `null` for as much as comes. */
  get perMinute(): ReadOptions<RateLimitOptions> | null {
    return this.#limits;
  }

  /**
   * Counts a request of somebody who is known.
   *
   * @throws Problem `RATE_LIMITED`.
   */
  async ofCaller(
    request: FastifyRequest,
    caller: Caller,
    needed: RouteAccess | undefined,
  ): Promise<void> {
    // The command line on this machine must be able to end a key that floods us.
    if (isBuiltIn(caller, 'local')) return;
    // All other secrets are 256 random bits, which nobody guesses. This one was chosen by a person.
    if (isBuiltIn(caller, 'admin')) await this.#mustHaveRoom('failedPerAddress', request);
    const what = needed === 'ingest' ? 'ingest' : 'requests';
    await this.#count(`${what}PerCredential`, nameOf(request, caller));
    await this.#count(`${what}PerTenant`, caller.tenant);
  }

  /**
   * Counts a request of nobody in particular, or with a credential that is wrong.
   *
   * @throws Problem `RATE_LIMITED`.
   */
  async ofAddress(
    limit: 'anonymousPerAddress' | 'failedPerAddress',
    request: FastifyRequest,
  ): Promise<void> {
    if (this.#limits !== null) await this.#count(limit, this.#placeOf(request));
  }

  async #count(limit: Limit, name: string): Promise<void> {
    try {
      await this.#counters.get(limit)?.consume(name);
    } catch (caught) {
      throw this.#refusal(limit, caught);
    }
  }

  async #mustHaveRoom(limit: Limit, request: FastifyRequest): Promise<void> {
    const counter = this.#counters.get(limit);
    const found = await counter?.get(this.#placeOf(request));
    if (counter === undefined || found === undefined || found === null) return;
    if (found.consumedPoints > counter.points) throw this.#refusal(limit, found);
  }

  // Addresses are chosen by whoever sends, and there may be millions of them.
  #placeOf(request: FastifyRequest): string {
    return this.#places.of(networkOf(clientOf(request)));
  }

  #refusal(what: Limit, counted: unknown): unknown {
    // It rejects with what it counted; anything else is a failure of its own.
    if (!(counted instanceof RateLimiterRes)) return counted;
    const limit = this.#limits?.[what] ?? 0;
    const seconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
    const detail = `${sentences[what](limit)} Try again in ${seconds} s.`;
    const headers = { 'retry-after': String(seconds) };
    return new Problem('RATE_LIMITED', detail, { headers, facts: { what, limit } });
  }
}

function isBuiltIn({ id, keyId, via }: Caller, name: 'admin' | 'local'): boolean {
  return via === 'key' && keyId === null && id === name;
}

// All tokens of a user are one, and so is all that comes through an app; every session is its own.
function nameOf(request: FastifyRequest, { id, tenant, userId, via }: Caller): string {
  if (via === 'token' || via === 'app') return JSON.stringify([via, tenant, userId]);
  if (via === 'key') return JSON.stringify([via, id]);
  return JSON.stringify([via, hashOf(sessionOf(request) ?? '').toString('base64url')]);
}
