import type { RoutePolicy } from '../exchange/route-policy.ts';
import { readPolicy, statePolicy, tellPolicy } from '../exchange/stated-policy.ts';
import { watchedOf } from '../exchange/watched-of.ts';
import { type HonoContextLike, nodeBindings } from './hono-like.ts';

/**
 * Says beside a route what it is called and how much of its requests is kept. It counts for requests
 * that other middleware of the route has refused before, too.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for a policy that cannot be used.
 * @example
 * app.post('/invoices/:id/approve', routePolicy({ name: 'invoices.approve' }), approve);
 */
export function routePolicy(
  policy: RoutePolicy,
): (c: HonoContextLike, next: () => Promise<void>) => Promise<void> {
  const read = readPolicy('routePolicy', policy);
  return statePolicy((c, next) => {
    const node = nodeBindings(c);
    if (node !== null) tellPolicy(watchedOf(node.incoming), read);
    return next();
  }, read);
}
