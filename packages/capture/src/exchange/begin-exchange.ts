import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Capture } from './capture.ts';
import { claimOf, setClaim } from './claim.ts';
import { Exchange } from './exchange.ts';

/**
 * Begins to record a request, unless another capture that is at least as near to the app does so
 * already: then, and if we fail, `null`. Never throws.
 *
 * @param subject - the request as `actorOf` and `skip` want it.
 */
export function beginExchange<Req extends object>(
  capture: Capture<Req>,
  request: IncomingMessage,
  response: ServerResponse,
  subject: Req,
): Exchange<Req> | null {
  try {
    const earlier = claimOf(request);
    if (earlier !== undefined && earlier.rank >= capture.rank) return null;
    const exchange = new Exchange(capture, request, response, subject, earlier?.requestId);
    setClaim(request, exchange);
    earlier?.release();
    if (!skips(capture, subject)) exchange.observe();
    return exchange;
  } catch (error) {
    report(capture, 'capture.begin', error);
    return null;
  }
}

function skips<Req extends object>(capture: Capture<Req>, subject: Req): boolean {
  try {
    return capture.options.skip(subject) === true;
  } catch (error) {
    report(capture, 'capture.skip', error);
    return false;
  }
}

function report<Req extends object>(
  { recorder }: Capture<Req>,
  where: string,
  error: unknown,
): void {
  try {
    recorder.fault(where, error);
  } catch {
    // A recorder never throws; a broken one must not take the app with it.
  }
}
