import { type Actor, custom, type OptionRules, oneOf, texts } from '@whodid/core';
import type { TokenReader } from '../identity/token-reader.ts';
import type { KeepRule } from '../rules/keep-rule.ts';
import { signedInUser } from './actor.ts';
import type { UrlType } from './address.ts';
import type { Keep } from './route-policy.ts';

/** What can be chosen about capture, for every framework. */
export interface CaptureOptions<Req extends object> {
  /**
   * Who made the request; `null` or `undefined` for anonymous. Asked when the response is over,
   * because sign-in usually runs later, and for each entry recorded meanwhile. A token that `tokens`
   * has verified goes before it; of the same person, both are put together.
   *
   * @defaultValue reads `request.user`, then `request.auth`, as sign-in middleware leaves them
   */
  readonly actorOf?: ((request: Req) => Actor | null | undefined) | undefined;

  /**
   * On whose behalf the actor acts, as when support staff look at the app as a customer. Asked like
   * `actorOf`; goes before what a token says (`act`, RFC 8693).
   *
   * @defaultValue a function that returns `null`
   */
  readonly onBehalfOf?: ((request: Req) => Actor | readonly Actor[] | null | undefined) | undefined;

  /**
   * Verifies the bearer token of a request, and the one that the answer to a sign-in gives out:
   * `jwtTokens()` of `@whodid/capture/jwt`. A token that is refused attributes nothing to anybody and
   * leaves an entry `token.refuse`, unless `actorOf` knows the user by other means.
   *
   * A token that is seen for the first time is verified before the handlers run.
   *
   * @defaultValue no token is looked at
   */
  readonly tokens?: TokenReader | undefined;

  /**
   * Names of the routes whose requests are recorded although nobody is known, or `all`. With names,
   * other anonymous requests are left out; sign-ins and refused tokens never are.
   *
   * @defaultValue `all`
   */
  readonly anonymousRoutes?: 'all' | readonly string[] | undefined;

  /**
   * Names of routes, and last parts of paths or of their patterns, that sign in: a `POST` to one of them leaves an entry
   * `user.login`, whether it worked or not. Not if the app records its own.
   *
   * @defaultValue `["login","log-in","signin","sign-in","session","sessions","authenticate","token"]`
   */
  readonly signIns?: readonly string[] | undefined;

  /**
   * Names of routes, and last parts of paths, that sign out: they leave an entry `user.logout`. So
   * does a `DELETE` to one of `signIns`.
   *
   * @defaultValue `["logout","log-out","signout","sign-out"]`
   */
  readonly signOuts?: readonly string[] | undefined;

  /**
   * Addresses of proxies in front of the app whose `forwarded` and `x-forwarded-for` are believed:
   * addresses, ranges as `10.0.0.0/8`, and the words `loopback`, `linklocal`, `uniquelocal`. Counted
   * from the right; what anybody else claims is never looked at.
   *
   * @defaultValue `[]`
   */
  readonly trustedProxies?: readonly string[] | undefined;

  /**
   * Country of an address, as two letters: `countryFile()` of `@whodid/capture/country`.
   *
   * @defaultValue a function that returns `undefined`
   */
  readonly countryOf?: ((ip: string) => string | undefined) | undefined;

  /**
   * Browser and operating system of a user agent: `browserOf` of `@whodid/capture/browser`.
   *
   * @defaultValue a function that knows none
   */
  readonly browserOf?:
    | ((userAgent: string) => { readonly browser?: string; readonly os?: string })
    | undefined;

  /**
   * Header in which the id of a request comes, if it does, and in which it is given back. A request
   * without a usable one gets a new one. `false`: neither taken nor given.
   *
   * @defaultValue `x-request-id`
   */
  readonly requestIdHeader?: string | false | undefined;

  /**
   * Which requests are kept, and how much of them. See {@link KeepRule}; of several that fit, the
   * strictest counts, so that a denial goes before everything else. What a route says of itself is
   * a rule like any other.
   *
   * @defaultValue `[]`
   */
  readonly rules?: readonly KeepRule[] | undefined;

  /**
   * How much is kept of requests of which no rule and no route says anything. With `nothing` the
   * rules are a list of what is allowed.
   *
   * @defaultValue `bodies`
   */
  readonly keepOthers?: Keep | undefined;

  /**
   * Most bytes kept of a request body and of a response body. All bytes are counted. Only text is
   * kept: JSON, forms, XML, GraphQL, plain text; a form with files only if it is within the limit.
   *
   * @defaultValue `16384`; from 0 (none) to 1048576
   */
  readonly bodyLimitBytes?: number | BodyLimits | undefined;

  /**
   * Content types whose bodies are kept besides these, as `text/html`.
   *
   * @defaultValue `[]`
   */
  readonly bodyTypes?: readonly string[] | undefined;

  /**
   * What the URL of an entry is made of: see {@link UrlType}.
   *
   * @defaultValue `ABSOLUTE`
   */
  readonly urlType?: UrlType | undefined;

  /**
   * Hosts that may stand in an `ABSOLUTE` URL: names without port, `.shop.example` for a name and
   * all below it. Any other host is left out. An empty list: whatever host the client names.
   *
   * @defaultValue `[]`
   */
  readonly allowedHosts?: readonly string[] | undefined;

  /**
   * Whether to leave a request unrecorded. Asked when it arrives. What the app records itself
   * while it handles the request is kept.
   *
   * @defaultValue a function that returns `false`
   */
  readonly skip?: ((request: Req) => boolean) | undefined;
}

/** Limits for the two directions, in bytes, each from 0 to 1048576. */
export interface BodyLimits {
  readonly request: number;
  readonly response: number;
}

const mostBytes = 1_048_576;
const isFunction = (value: unknown): boolean => typeof value === 'function';
const headerName = /^[\w!#$%&'*+.^`|~-]{1,64}$/;

/** The rules of {@link CaptureOptions}, for {@link readOptions}. */
export function captureRules<Req extends object>(): OptionRules<CaptureOptions<Req>> {
  return {
    actorOf: custom('a function', signedInUser, isFunction),
    onBehalfOf: custom('a function', () => null, isFunction),
    tokens: custom<TokenReader>('what jwtTokens() returns', noTokens, isTokenReader),
    anonymousRoutes: custom<'all' | readonly string[]>(
      'all, or a list of names',
      'all',
      isAllOrTexts,
    ),
    signIns: texts([
      ...['login', 'log-in', 'signin', 'sign-in', 'session', 'sessions', 'authenticate', 'token'],
    ]),
    signOuts: texts(['logout', 'log-out', 'signout', 'sign-out']),
    trustedProxies: texts([]),
    countryOf: custom('a function', () => undefined, isFunction),
    browserOf: custom('a function', () => ({}), isFunction),
    requestIdHeader: custom<string | false>(
      'the name of a header, or false',
      'x-request-id',
      isHeader,
    ),
    rules: custom<readonly KeepRule[]>('a list of rules', [], isListOfObjects),
    keepOthers: oneOf(['bodies', 'metadata', 'nothing'], 'bodies'),
    bodyLimitBytes: custom<number | BodyLimits>(
      `a whole number from 0 to ${mostBytes}, or { request, response }`,
      16_384,
      (value) => isLimit(value) || isLimits(value),
    ),
    bodyTypes: texts([]),
    urlType: oneOf(['ABSOLUTE', 'FULL_PATH', 'RAW_URI'], 'ABSOLUTE'),
    allowedHosts: texts([]),
    skip: custom('a function', () => false, isFunction),
  };
}

/** Looks at no token. */
export const noTokens: TokenReader = {
  known: () => undefined,
  verify: async () => ({ refused: 'unavailable' }),
};

function isTokenReader(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { known, verify } = value as Partial<TokenReader>;
  return isFunction(known) && isFunction(verify);
}

function isAllOrTexts(value: unknown): boolean {
  return (
    value === 'all' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}

function isHeader(value: unknown): boolean {
  return value === false || (typeof value === 'string' && headerName.test(value));
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null);
}

function isLimit(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= mostBytes;
}

function isLimits(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { request, response, ...more } = value as Partial<BodyLimits>;
  return isLimit(request) && isLimit(response) && Object.keys(more).length === 0;
}
