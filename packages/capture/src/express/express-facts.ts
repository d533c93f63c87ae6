import type { IncomingMessage } from 'node:http';
import { errorText, type Facts } from '../exchange/facts.ts';
import { expressRoute, type RoutedRequest } from './express-route.ts';
import { handlerName } from './handler-name.ts';

// Registered by Express 5.3 itself, so that copies of its router share it: what handlers threw.
const thrown = Symbol.for('router.tracing.publishedErrors');

/**
 * What Express has left on a request: route, where its router is mounted, name of the handler, what
 * a handler threw. Nothing if it was not Express that handled it.
 */
export function expressFacts(request: IncomingMessage): Facts {
  const routed = request as IncomingMessage & RoutedRequest & { readonly [thrown]?: unknown };
  const found = expressRoute(routed);
  const name = found && routed.route && handlerName(routed.route, request.method ?? '');
  const error = lastError(routed[thrown]);
  return {
    ...found,
    ...(name === undefined ? {} : { name }),
    ...(error === undefined ? {} : { error }),
  };
}

function lastError(errors: unknown): string | undefined {
  return errors instanceof Set ? errorText([...errors].at(-1)) : undefined;
}
