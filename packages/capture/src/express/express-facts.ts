import type { IncomingMessage } from 'node:http';
import { errorText, type Facts } from '../exchange/facts.ts';
import { expressRoute, type RoutedRequest } from './express-route.ts';

// Registered by Express 5 itself, so that copies of its router share it: what handlers threw.
const thrown = Symbol.for('router.tracing.publishedErrors');

/**
 * What Express has left on a request: route, name of the handler, what a handler threw. Nothing if
 * it was not Express that handled it.
 */
export function expressFacts(request: IncomingMessage): Facts {
  const routed = request as IncomingMessage & RoutedRequest & { readonly [thrown]?: unknown };
  const route = expressRoute(routed);
  const name = handlerName(routed);
  const error = lastError(routed[thrown]);
  return {
    ...(route === undefined ? {} : { route }),
    ...(name === undefined ? {} : { name }),
    ...(error === undefined ? {} : { error }),
  };
}

/** The last handler that the route has for this method, if the app gave it a name. */
function handlerName({ route, method }: RoutedRequest & IncomingMessage): string | undefined {
  const wanted = method === 'HEAD' ? 'get' : method?.toLowerCase();
  const name = route?.stack?.findLast((layer) => (layer.method ?? wanted) === wanted)?.name;
  return typeof name === 'string' && /^\w+$/.test(name) && name !== 'anonymous' ? name : undefined;
}

function lastError(errors: unknown): string | undefined {
  return errors instanceof Set ? errorText([...errors].at(-1)) : undefined;
}
