import type { Socket } from 'node:net';
import { type Actor, type Recorder, WhodidError } from '@whodid/core';
import { beginExchange } from '../exchange/begin-exchange.ts';
import { type Capture, createCapture } from '../exchange/capture.ts';
import type { CaptureOptions } from '../exchange/capture-options.ts';
import { type ParseError, recordMalformed } from '../exchange/malformed.ts';
import { fastifyFacts, tellError } from './fastify-facts.ts';
import type { FastifyLike, FastifyRequestLike } from './fastify-like.ts';

/**
 * The options of {@link fastifyCapture}. The functions may be written for the app's own type of
 * request, as `(request: FastifyRequest<...>) => ...`.
 */
export interface FastifyCaptureOptions
  extends Omit<CaptureOptions<FastifyRequestLike>, 'actorOf' | 'skip'> {
  readonly recorder: Recorder;
  /** See {@link CaptureOptions.actorOf}. */
  readonly actorOf?: Asked<Actor | null | undefined> | undefined;
  /** See {@link CaptureOptions.skip}. */
  readonly skip?: Asked<boolean> | undefined;
}

// Methods are compared more loosely than functions: a parameter may be of a narrower type.
type Asked<T> = { ask(request: FastifyRequestLike): T }['ask'];

/**
 * A plugin that records every request of the whole app once, when the response is over: also those
 * that fail, are refused by a hook, match no route, or that the client abandons.
 *
 * Register it before other plugins, on the root instance. What the app records while it handles a
 * request carries the same request id. It never delays and changes nothing that the client sees.
 *
 * With options that cannot be used the app does not become ready: WhodidError `CONFIG_UNKNOWN` or
 * `CONFIG_INVALID`.
 *
 * @example
 * app.register(fastifyCapture, {
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
    addHooks(app, captureOf(options));
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

function captureOf({ recorder, ...options }: FastifyCaptureOptions): Capture<FastifyRequestLike> {
  if (typeof recorder?.capture !== 'function') {
    throw new WhodidError('CONFIG_INVALID', {
      option: 'fastifyCapture.recorder',
      wanted: 'a recorder',
      got: typeof recorder,
    });
  }
  return createCapture<FastifyRequestLike>('fastifyCapture', recorder, options, {
    rank: 1,
    factsOf: () => ({}),
  });
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
    if (watched === null) done();
    else watched.run(done);
  });
  app.addHook('onError', tellError);
  // Fastify listens itself and answers, so that one listener more takes nothing from anybody.
  if (app.server.listenerCount('clientError') > 0) {
    app.server.on('clientError', (error: ParseError, connection: Socket) =>
      recordMalformed(capture, error, connection),
    );
  }
}
