import type { IncomingMessage } from 'node:http';
import type { Facts } from '../exchange/facts.ts';
import { expressFacts } from '../express/express-facts.ts';
import { routedTo } from './routed.ts';

/** What Express has left on a request of a NestJS app. */
export function nestOnExpressFacts(request: IncomingMessage): Facts {
  const facts = expressFacts(request);
  if (routedTo.has(request) || !isNotFoundHandler(request)) return facts;
  // With a global prefix, what answers where no route matched is itself a route.
  return facts.error === undefined ? {} : { error: facts.error };
}

function isNotFoundHandler(request: object): boolean {
  const { route } = request as { readonly route?: { readonly path?: unknown } };
  return route?.path === '*path';
}
