import type { Facts } from '../exchange/facts.ts';
import type { RoutePolicy } from '../exchange/route-policy.ts';
import { innerPolicy, statedPolicy } from '../exchange/stated-policy.ts';
import type { HonoRouteLike } from './hono-like.ts';

type Handler = ((...args: never) => unknown) & { readonly __COMPOSED_HANDLER?: Handler };

/**
 * Whether it is a route and not middleware. Hono keeps both in one list; like its own `showRoutes` we
 * take what asks for `next` for middleware, unless it is for one method alone.
 */
export function isRoute({ method, handler }: HonoRouteLike): boolean {
  return method !== 'ALL' || handlerOf(handler).length < 2;
}

/** What is known of a route, with the middleware that it runs behind, outermost first. */
export function routeFacts(route: HonoRouteLike, around: readonly HonoRouteLike[]): Facts {
  const { path, basePath } = route;
  const policy = policyOf([...around, route]);
  const name = policy?.name ?? nameOf(route);
  const namespaced = typeof basePath === 'string' && basePath !== '/' && basePath !== '';
  return {
    route: path,
    ...(name === undefined ? {} : { name }),
    ...(namespaced ? { namespace: basePath } : {}),
    ...(policy === undefined ? {} : { policy }),
  };
}

function policyOf(routes: readonly HonoRouteLike[]): RoutePolicy | undefined {
  const stated = routes
    .map(({ handler }) => statedPolicy(handlerOf(handler)))
    .filter((policy) => policy !== undefined);
  return stated.length === 0 ? undefined : stated.reduce(innerPolicy);
}

function nameOf({ handler }: HonoRouteLike): string | undefined {
  const { name } = handlerOf(handler);
  return /^\w+$/.test(name) ? name : undefined;
}

/** The handler of the app. One of an app with an `onError` of its own is wrapped where it is mounted. */
function handlerOf(handler: unknown): Handler {
  const wrapped = handler as Handler;
  const inside = wrapped.__COMPOSED_HANDLER;
  return typeof inside === 'function' ? handlerOf(inside) : wrapped;
}
