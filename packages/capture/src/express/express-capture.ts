import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Recorder } from '@whodid/core';
import { beginExchange } from '../exchange/begin-exchange.ts';
import { createCapture } from '../exchange/capture.ts';
import type { CaptureOptions } from '../exchange/capture-options.ts';
import { enterCallback } from '../exchange/enter-callback.ts';
import type { Facts } from '../exchange/facts.ts';
import { markInstalled } from '../exchange/installed-capture.ts';
import { expressFacts } from './express-facts.ts';

/** The options of {@link expressCapture}. */
export type ExpressCaptureOptions<Req extends IncomingMessage = IncomingMessage> =
  CaptureOptions<Req>;

/**
 * Makes a middleware that records every request that passes through it, once, when the response is
 * over: also those that fail, are refused later on, or that the client abandons.
 *
 * Mount it first, in Express 4 or 5. What the app records while it handles a request carries the same
 * request id. The middleware never throws, and changes nothing that the client sees. It delays nothing but
 * requests with a credential that has to be verified first.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 * @example
 * app.use(expressCapture(recorder, { actorOf: (req: Request) => req.user ?? null }));
 */
export function expressCapture<Req extends IncomingMessage = IncomingMessage>(
  recorder: Recorder,
  options?: ExpressCaptureOptions<Req>,
): ExpressMiddleware<Req> {
  return captureMiddleware('expressCapture', recorder, options);
}

/** A middleware of Express. */
export type ExpressMiddleware<Req> = (
  request: Req,
  response: ServerResponse,
  next: () => void,
) => void;

/**
 * @param scope - what the app has called, for errors.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 */
export function captureMiddleware<Req extends IncomingMessage>(
  scope: string,
  recorder: Recorder,
  options: ExpressCaptureOptions<Req> | undefined,
  factsOf: (request: IncomingMessage) => Facts = expressFacts,
): ExpressMiddleware<Req> {
  const capture = createCapture(scope, recorder, options, { rank: 1, factsOf });
  const captureRequest: ExpressMiddleware<Req> = (request, response, next) =>
    enterCallback(beginExchange(capture, request, response, request), next);
  return markInstalled(captureRequest, capture);
}
