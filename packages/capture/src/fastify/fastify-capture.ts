import type { Socket } from 'node:net';
import { type Recorder, WhodidError } from '@whodid/core';
import { beginExchange } from '../exchange/begin-exchange.ts';
import { type Capture, createCapture } from '../exchange/capture.ts';
import type { CaptureOptions } from '../exchange/capture-options.ts';
import { errorText } from '../exchange/facts.ts';
import { type ParseError, recordMalformed } from '../exchange/malformed.ts';
import type { Watched } from '../exchange/watched.ts';
import { fastifyFacts } from './fastify-facts.ts';
import type { FastifyLike, FastifyRequestLike } from './fastify-like.ts';

/** The options of {@link fastifyCapture}. */
export interface FastifyCaptureOptions<Req extends FastifyRequestLike = FastifyRequestLike>
  extends CaptureOptions<Req> {
  readonly recorder: Recorder;
}

/**
 * A plugin that records every request of the whole app once, when the response is over: also those
 * that fail, are refused by a hook, match no route, or that the client abandons.
 *
 * Register it before other plugins, on the root instance. What the app records while it handles a
 * request carries the same request id. It never delays and changes nothing that the client sees.
 *
 * The app does not become ready with options that cannot be used: WhodidError `CONFIG_UNKNOWN` or
 * `CONFIG_INVALID`.
 *
 * @example
 * app.register(fastifyCapture, { recorder, actorOf: (request) => request.user ?? null });
 */
export function fastifyCapture<Req extends FastifyRequestLike>(
  app: FastifyLike,
  { recorder, ...options }: FastifyCaptureOptions<Req>,
  done: (error?: Error) => void,
): void {
  if (typeof recorder?.capture !== 'function') {
    throw new WhodidError('CONFIG_INVALID', {
      option: 'fastifyCapture.recorder',
      wanted: 'a recorder',
      got: typeof recorder,
    });
  }
  addHooks(
    app,
    createCapture<Req>('fastifyCapture', recorder, options as CaptureOptions<Req>, {
      rank: 1,
      factsOf: () => ({}),
    }),
  );
  done();
}

// What the package fastify-plugin does: the hooks are for the whole app, not for an inner context.
Object.assign(fastifyCapture, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@whodid/capture',
});

function addHooks<Req extends FastifyRequestLike>(app: FastifyLike, capture: Capture<Req>): void {
  const watched = new WeakMap<object, Watched>();
  app.addHook('onRequest', (request, reply, done) => {
    const exchange = beginExchange(capture, request.raw, reply.raw, request as Req);
    if (exchange === null) {
      done();
      return;
    }
    watched.set(request, exchange);
    exchange.tell(fastifyFacts(request));
    exchange.run(done);
  });
  app.addHook('onError', (request, _reply, thrown, done) => {
    const error = errorText(thrown);
    if (error !== undefined) watched.get(request)?.tell({ error });
    done();
  });
  // Fastify listens itself and answers, so that one listener more takes nothing from anybody.
  if (app.server.listenerCount('clientError') > 0) {
    app.server.on('clientError', (error: ParseError, connection: Socket) =>
      recordMalformed(capture, error, connection),
    );
  }
}
