import { type OptionRules, wholeNumber } from '@whodid/core';

/**
 * How many requests are taken in a minute. Counted in spans of 10 s, into each of which a sixth of
 * the number fits: so nobody is told to wait longer than 10 s.
 *
 * The defaults are far above what an app or a person does. A process of an app ships at most five
 * batches a second while it keeps up, and after an outage one after the other, which the collector
 * itself holds to some dozens a second. An open dashboard asks a few times a second at its liveliest,
 * and a program that reads all pages one after the other about a hundred times.
 */
export interface RateLimitOptions {
  /**
   * Posts of entries with one key, token or session.
   *
   * @defaultValue `60000`; from 1 to 1000000000
   */
  readonly ingestPerCredential?: number | undefined;
  /**
   * Posts of entries by a tenant, all credentials together.
   *
   * @defaultValue `120000`; from 1 to 1000000000
   */
  readonly ingestPerTenant?: number | undefined;
  /**
   * All other requests with one key, token or session. All tokens of a user are one.
   *
   * @defaultValue `12000`; from 1 to 1000000000
   */
  readonly requestsPerCredential?: number | undefined;
  /**
   * All other requests by a tenant, all credentials together.
   *
   * @defaultValue `60000`; from 1 to 1000000000
   */
  readonly requestsPerTenant?: number | undefined;
  /**
   * Requests without a credential from one address: pages, descriptions, what does not exist. Not
   * counted is whether the collector is healthy.
   *
   * @defaultValue `12000`; from 1 to 1000000000
   */
  readonly anonymousPerAddress?: number | undefined;
  /**
   * Credentials from one address that were wrong, so that nobody tries them out.
   *
   * @defaultValue `300`; from 1 to 1000000000
   */
  readonly failedPerAddress?: number | undefined;
}

const perMinute = (fallback: number) => wholeNumber({ fallback, min: 1, max: 1_000_000_000 });

export const rateLimitRules: OptionRules<RateLimitOptions> = {
  ingestPerCredential: perMinute(60_000),
  ingestPerTenant: perMinute(120_000),
  requestsPerCredential: perMinute(12_000),
  requestsPerTenant: perMinute(60_000),
  anonymousPerAddress: perMinute(12_000),
  failedPerAddress: perMinute(300),
};
