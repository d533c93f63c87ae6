import { type OptionRules, oneOf, readOptions, text, WhodidError } from '@whodid/core';
import type { RoutePolicy } from './route-policy.ts';
import type { Watched } from './watched.ts';

// Registered, so that a list of routes can be read by another copy of this library.
const key = Symbol.for('whodid.route.policy');

const policyRules: OptionRules<RoutePolicy> = {
  name: text(''),
  keep: oneOf(['bodies', 'metadata', 'nothing'], 'bodies'),
};

/** What each request has been told so far. */
const told = new WeakMap<Watched, RoutePolicy>();

/**
 * Checks what an app says about a route. Only what was given is in the result; the caller's object
 * is not kept.
 *
 * @param scope - what the app has called, for the error: `routePolicy`.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for a policy that cannot be used.
 */
export function readPolicy(scope: string, given: unknown): RoutePolicy {
  if (typeof given !== 'object' || given === null) {
    const got = given === null ? 'null' : typeof given;
    throw new WhodidError('CONFIG_INVALID', { option: scope, wanted: 'an object', got });
  }
  const policy = given as RoutePolicy;
  readOptions(scope, policyRules, policy);
  return Object.freeze(innerPolicy({}, policy));
}

/** Puts a policy on a handler or another object that stands beside the route, and gives that back. */
export function statePolicy<T extends object>(carrier: T, policy: RoutePolicy): T {
  Object.defineProperty(carrier, key, { value: policy, configurable: true });
  return carrier;
}

/** The policy that {@link statePolicy} has put on something. */
export function statedPolicy(carrier: unknown): RoutePolicy | undefined {
  if (carrier === null || (typeof carrier !== 'object' && typeof carrier !== 'function')) {
    return undefined;
  }
  return (carrier as { readonly [key]?: RoutePolicy })[key];
}

/** Two policies for one route, one for more than the route: the inner wins, field by field. */
export function innerPolicy(outer: RoutePolicy, inner: RoutePolicy): RoutePolicy {
  const name = inner.name ?? outer.name;
  const keep = inner.keep ?? outer.keep;
  return { ...(name === undefined ? {} : { name }), ...(keep === undefined ? {} : { keep }) };
}

/**
 * Tells a request the policy of its route. Told again, as by a router and then by a route in it, the
 * later wins, field by field. The name wins over that of the framework.
 */
export function tellPolicy(watched: Watched | null, policy: RoutePolicy): void {
  if (watched === null) return;
  const whole = innerPolicy(told.get(watched) ?? {}, policy);
  told.set(watched, whole);
  watched.tell({ policy: whole, ...(whole.name === undefined ? {} : { name: whole.name }) });
}
