import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RoutePolicy } from '../exchange/route-policy.ts';
import { readPolicy, statePolicy, tellPolicy } from '../exchange/stated-policy.ts';
import { watchedOf } from '../exchange/watched-of.ts';

/**
 * Makes a middleware that says what a route is called in entries, and how much of its requests is
 * kept. It stands beside the route, before its handler, or is used by a router for all its routes;
 * then what a route says itself wins, field by field.
 *
 * A request that is refused before it comes here does not know of the policy.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for a policy that cannot be used.
 * @example
 * app.post('/invoices/:id/approve', routePolicy({ name: 'invoices.approve' }), approve);
 */
export function routePolicy(
  policy: RoutePolicy,
): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const read = readPolicy('routePolicy', policy);
  return statePolicy((request: IncomingMessage, _response: ServerResponse, next: () => void) => {
    tellPolicy(watchedOf(request), read);
    next();
  }, read);
}
