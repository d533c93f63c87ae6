import type { IncomingMessage, ServerResponse } from 'node:http';
import { Arrival } from './arrival.ts';
import type { Capture } from './capture.ts';
import { claimOf, setClaim } from './claim.ts';
import { Exchange } from './exchange.ts';
import { Handshake } from './handshake.ts';
import { notPromised } from './not-promised.ts';
import type { Watched } from './watched.ts';

/**
 * Begins to record a request, unless another capture that is at least as near to the app does so
 * already: then, and if we fail, `null`. Never throws.
 *
 * @param response - `null` if the request is to switch protocols.
 * @param subject - the request as `actorOf` and `skip` want it.
 */
export function beginExchange<Req extends object>(
  capture: Capture<Req>,
  request: IncomingMessage,
  response: ServerResponse | null,
  subject: Req,
): Watched | null {
  try {
    const earlier = claimOf(request);
    if (earlier !== undefined && earlier.rank >= capture.rank) return null;
    // The subject is what this capture's own `actorOf` asks for.
    const arrival = new Arrival(capture as Capture<object>, request, subject, earlier?.requestId);
    const watched = watch(capture, arrival, request, response);
    setClaim(request, watched);
    earlier?.release();
    if (!skips(capture, subject)) watched.observe();
    return watched;
  } catch (error) {
    report(capture, 'capture.begin', error);
    return null;
  }
}

function watch<Req extends object>(
  capture: Capture<Req>,
  arrival: Arrival,
  request: IncomingMessage,
  response: ServerResponse | null,
): Watched {
  // Frameworks that route a switch of protocols make a response up that is never used.
  const { upgrade } = request as { readonly upgrade?: boolean };
  if (response === null || upgrade === true) return new Handshake(arrival, request, capture.rank);
  return new Exchange(arrival, request, response, capture);
}

function skips<Req extends object>(capture: Capture<Req>, subject: Req): boolean {
  try {
    return notPromised<unknown>(capture.options.skip(subject), 'skip') === true;
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
