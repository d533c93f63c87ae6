import {
  type Clock,
  custom,
  type OptionRules,
  type RedactOptions,
  systemClock,
  text,
  texts,
  wholeNumber,
} from '@whodid/core';
import { dashboardDirectory } from '@whodid/dashboard';
import type { JwtAccessOptions } from './access/jwt-access-options.ts';
import type { OidcOptions } from './access/oidc/oidc-options.ts';
import { readRedisAddress, redisAddressWanted } from './cache/redis-address.ts';
import type { HistoryOptions } from './history/history-options.ts';
import type { RateLimitOptions } from './rate-limits/rate-limit-options.ts';

/** Where a collector listens and where it keeps things. */
export interface CollectorOptions {
  /**
   * Name or address to listen on. On anything but this machine's own, put TLS in front of it.
   *
   * @defaultValue `127.0.0.1`
   */
  readonly host?: string | undefined;
  /**
   * Port to listen on; 0 takes any that is free.
   *
   * @defaultValue `4747`; from 0 to 65535
   */
  readonly port?: number | undefined;
  /**
   * Directory for everything that is kept. Made if it is not there, readable by its owner only.
   *
   * @defaultValue `./.whodid`
   */
  readonly dataDir?: string | undefined;
  /**
   * Where entries are kept: `sqlite:DIRECTORY` or `memory:`. `null` is a directory in `dataDir`.
   *
   * @defaultValue `null`
   */
  readonly store?: string | null | undefined;
  /**
   * An admin key besides those made with `createKey`, for automation. Use 32 random characters or
   * more: it is as good as all entries together.
   *
   * @defaultValue `null`
   */
  readonly adminKey?: string | null | undefined;
  /**
   * The rules of the second redaction, for apps that have rules of their own: what they keep with
   * `headers` or `unsafe` has to be kept here as well. Weakening a default is itself an entry.
   *
   * @defaultValue `{}`
   */
  readonly redact?: RedactOptions | undefined;
  /**
   * How tokens of an app's own users are verified, so that people see and write their own history.
   * `null` if there are none.
   *
   * @defaultValue `null`
   */
  readonly jwt?: JwtAccessOptions | null | undefined;
  /**
   * The identity provider at which people sign in. `null` if there is none.
   *
   * @defaultValue `null`
   */
  readonly oidc?: OidcOptions | null | undefined;
  /**
   * What the histories at `/activity-logs/` show, and to whom.
   *
   * @defaultValue `{}`
   */
  readonly history?: HistoryOptions | undefined;
  /**
   * How many requests are taken in a minute. `null` for as many as come, behind something else that
   * counts them.
   *
   * @defaultValue `{}`
   */
  readonly rateLimits?: RateLimitOptions | null | undefined;
  /**
   * Addresses of proxies in front of the collector that tell whom they speak for with
   * `x-forwarded-for`: addresses, ranges as `10.0.0.0/8`, and the words `loopback`, `linklocal`,
   * `uniquelocal`. Without them, everybody behind a proxy counts as one address.
   *
   * @defaultValue `[]`
   */
  readonly trustedProxies?: readonly string[] | undefined;
  /**
   * Where answers about people are kept for a minute: `redis://` or `rediss://`. `null` keeps them in
   * this process.
   *
   * @defaultValue `null`
   */
  readonly redisUrl?: string | null | undefined;
  /**
   * The address under which browsers reach the collector, as `https://log.example.com`, if it is not
   * the one that it listens on: that of the proxy in which TLS ends. Sign-in links begin with it.
   * `null` if it is the collector's own.
   *
   * @defaultValue `null`
   */
  readonly publicUrl?: string | null | undefined;
  /** Directory with the built dashboard. Defaults to that of `@whodid/dashboard`. */
  readonly dashboardDir?: string | undefined;
  /** Where time comes from. Defaults to the machine's clock. */
  readonly clock?: Clock | undefined;
  /**
   * Told what an operator should know, one line each. Never anything captured or secret. Defaults
   * to a function that does nothing.
   */
  readonly onNotice?: ((line: string) => void) | undefined;
}

const textOrNull = custom<string | null>(
  'text or null',
  null,
  (value) => value === null || (typeof value === 'string' && value !== ''),
);

export const collectorRules: OptionRules<CollectorOptions> = {
  host: text('127.0.0.1'),
  port: wholeNumber({ fallback: 4747, min: 0, max: 65_535 }),
  dataDir: text('./.whodid'),
  store: textOrNull,
  adminKey: textOrNull,
  redact: custom<RedactOptions>('an object', {}, isObject),
  jwt: custom<JwtAccessOptions | null>(
    'an object or null',
    null,
    (value) => value === null || isObject(value),
  ),
  oidc: custom<OidcOptions | null>(
    'an object or null',
    null,
    (value) => value === null || isObject(value),
  ),
  history: custom<HistoryOptions>('an object', {}, isObject),
  rateLimits: custom<RateLimitOptions | null>(
    'an object or null',
    {},
    (value) => value === null || isObject(value),
  ),
  trustedProxies: texts([]),
  redisUrl: custom<string | null>(
    `${redisAddressWanted}, or null`,
    null,
    (value) => value === null || readRedisAddress(value) !== null,
  ),
  publicUrl: custom<string | null>(
    'an address without path, as in https://log.example.com, or null',
    null,
    (value) => value === null || isOrigin(value),
  ),
  dashboardDir: text(dashboardDirectory),
  clock: custom<Clock>('a clock', systemClock, (value) => typeof value === 'object'),
  onNotice: custom<(line: string) => void>(
    'a function',
    () => {},
    (value) => typeof value === 'function',
  ),
};

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// The pages are at the root, and everything after the port is ours.
function isOrigin(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === value;
}
