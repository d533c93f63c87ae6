import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { beginExchange } from '../exchange/begin-exchange.ts';
import type { Capture } from '../exchange/capture.ts';
import { claimOf } from '../exchange/claim.ts';

/**
 * Records the requests that Fastify answers before any hook: those with an address that cannot be
 * decoded, or with a parameter that is too long.
 *
 * Fastify listens first and comes to the hooks of a request that can be routed at once, unless
 * something must be waited for; then the hook takes the request over.
 *
 * @param capture - with a lower rank than that of the hook.
 */
export function watchUnrouted(server: EventEmitter, capture: Capture<IncomingMessage>): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (claimOf(request) === undefined) beginExchange(capture, request, response, request);
  });
}
