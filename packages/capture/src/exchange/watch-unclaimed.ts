import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { beginExchange } from './begin-exchange.ts';
import type { Capture } from './capture.ts';
import { claimOf } from './claim.ts';

/**
 * Records the requests that a framework answers before it lets anybody in: Fastify does so with an
 * address that cannot be decoded, NestJS while it shuts down.
 *
 * The framework listens first, and so has been where we begin otherwise, unless something had to be
 * waited for; then that takes the request over. The body of an answer that is out already is not
 * seen.
 *
 * @param capture - with a lower rank than the other.
 */
export function watchUnclaimed(server: EventEmitter, capture: Capture<IncomingMessage>): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (claimOf(request) === undefined) beginExchange(capture, request, response, request);
  });
}
