import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorText } from '../exchange/facts.ts';
import { watchedOf } from '../exchange/watched-of.ts';

/**
 * Makes an error-handling middleware that tells the entry of a request what its handlers threw, or
 * passed to `next`, and passes it on untouched. Express 5.3 and later need none; earlier ones do not
 * tell, so that entries of failures would have no `http.error`.
 *
 * Mount it behind the routes and before the app's own error handlers.
 *
 * @example
 * app.use(expressErrors());
 * app.use(renderErrorPage);
 */
export function expressErrors(): (
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  next: (error: unknown) => void,
) => void {
  // Express knows error handlers by their four parameters.
  return function tellError(error, request, _response, next) {
    const text = errorText(error);
    if (text !== undefined) watchedOf(request)?.tell({ error: text });
    next(error);
  };
}
