import type { RoutePolicy } from '../exchange/route-policy.ts';
import { readPolicy } from '../exchange/stated-policy.ts';

/** What an app says about a route in the route's own options. */
export interface StatedRoute {
  readonly name?: string;
  readonly namespace?: string;
  readonly policy?: RoutePolicy;
}

/** The options that we look at, as the app has written them. */
export interface RouteOptionsLike {
  readonly schema?: unknown;
  readonly config?: unknown;
  readonly prefix?: string | undefined;
}

/**
 * @param policy - as {@link policyIn} or {@link policyOf} gives it.
 */
export function statedRoute(
  { schema, prefix = '' }: RouteOptionsLike,
  policy: RoutePolicy | undefined,
): StatedRoute {
  const { operationId } = (schema ?? {}) as { readonly operationId?: unknown };
  const name = policy?.name ?? (typeof operationId === 'string' ? operationId : undefined);
  return {
    ...(name === undefined ? {} : { name }),
    ...(prefix === '' ? {} : { namespace: prefix }),
    ...(policy === undefined ? {} : { policy }),
  };
}

/**
 * The policy in the `config` of a route, as `config: { whodid: { keep: 'metadata' } }`.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for one that cannot be used.
 */
export function policyIn(config: unknown): RoutePolicy | undefined {
  const { whodid } = (config ?? {}) as { readonly whodid?: unknown };
  return whodid === undefined ? undefined : readPolicy('config.whodid', whodid);
}

const known = new WeakMap<object, { readonly policy: RoutePolicy | undefined }>();

/**
 * Like {@link policyIn}, and never throws: of a route that was not checked when it was added, a
 * policy that cannot be read keeps no bodies. Read once for each route.
 */
export function policyOf(config: unknown): RoutePolicy | undefined {
  if (typeof config !== 'object' || config === null) return undefined;
  const earlier = known.get(config);
  if (earlier !== undefined) return earlier.policy;
  const policy = readOrCautious(config);
  known.set(config, { policy });
  return policy;
}

function readOrCautious(config: object): RoutePolicy | undefined {
  try {
    return policyIn(config);
  } catch {
    return { keep: 'metadata' };
  }
}
