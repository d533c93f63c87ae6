import type { Socket } from 'node:net';
import type { Recorder } from '@whodid/core';
import type { CaptureOptionsFor } from '../exchange/asked.ts';
import { beginExchange } from '../exchange/begin-exchange.ts';
import { type Capture, createCapture } from '../exchange/capture.ts';
import { checkRecorder } from '../exchange/check-recorder.ts';
import { enterCallback } from '../exchange/enter-callback.ts';
import type { Facts } from '../exchange/facts.ts';
import { markInstalled } from '../exchange/installed-capture.ts';
import { type ParseError, recordMalformed } from '../exchange/malformed.ts';
import { watchUnclaimed } from '../exchange/watch-unclaimed.ts';
import { withoutSubject } from '../exchange/without-subject.ts';
import { fastifyFacts, tellError } from './fastify-facts.ts';
import type { FastifyLike, FastifyRequestLike } from './fastify-like.ts';
import { collectRoutes } from './fastify-routes.ts';

/**
 * The options of {@link fastifyCapture}. The functions may be written for the app's own type of
 * request, as `(request: FastifyRequest<...>) => ...`.
 */
export interface FastifyCaptureOptions extends CaptureOptionsFor<FastifyRequestLike> {
  readonly recorder: Recorder;
}

/**
 * A plugin that records every request of the whole app once, when the response is over: also those
 * that fail, are refused by a hook, match no route, or that the client abandons.
 *
 * Register it before other plugins, on the root instance, and await that before the first route. What
 * the app records while it handles a request carries the same request id. It changes nothing that the
 * client sees, and delays nothing but requests with a credential that has to be verified first.
 *
 * A route says what it is called in entries, and how much of its requests is kept, in its options:
 * `config: { whodid: { name: 'invoices.approve', keep: 'metadata' } }`.
 *
 * With options that cannot be used, its own or those of a route, the app does not become ready:
 * WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID`.
 *
 * @example
 * await app.register(fastifyCapture, {
 *   recorder,
 *   actorOf: (request: FastifyRequest) => request.user ?? null,
 * });
 */
export function fastifyCapture(
  app: FastifyLike,
  options: FastifyCaptureOptions,
  done: (error?: Error) => void,
): void {
  try {
    captureFastify(app, 'fastifyCapture', options);
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

/**
 * Installs the capture in an app at once.
 *
 * @param scope - what the app has called, for errors.
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 */
export function captureFastify(
  app: FastifyLike,
  scope: string,
  { recorder, ...options }: FastifyCaptureOptions,
): void {
  checkRecorder(scope, recorder);
  const factsOf = (): Facts => ({});
  const capture = createCapture<FastifyRequestLike>(scope, recorder, options, { rank: 1, factsOf });
  addHooks(app, capture);
  markInstalled(app.server, capture);
  watchUnclaimed(
    app.server,
    createCapture(scope, recorder, withoutSubject(options), { rank: 0, factsOf }),
  );
  collectRoutes(app);
}

// What the package fastify-plugin does: the hooks are for the whole app, not for an inner context.
Object.assign(fastifyCapture, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@whodid/capture',
});

function addHooks(app: FastifyLike, capture: Capture<FastifyRequestLike>): void {
  app.addHook('onRequest', (request, reply, done) => {
    const watched = beginExchange(capture, request.raw, reply.raw, request);
    watched?.tell(fastifyFacts(request));
    enterCallback(watched, done);
  });
  app.addHook('onError', tellError);
  // Fastify listens itself and answers, so that one listener more takes nothing from anybody. Before
  // that one, which destroys the connection: then nobody knows any more whose it was.
  if (app.server.listenerCount('clientError') > 0) {
    app.server.prependListener('clientError', (error: ParseError, connection: Socket) =>
      recordMalformed(capture, error, connection),
    );
  }
}
