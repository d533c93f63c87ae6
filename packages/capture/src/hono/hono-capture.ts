import type { IncomingMessage } from 'node:http';
import { type Recorder, WhodidError } from '@whodid/core';
import { beginExchange } from '../exchange/begin-exchange.ts';
import { createCapture } from '../exchange/capture.ts';
import type { CaptureOptions } from '../exchange/capture-options.ts';
import { markInstalled } from '../exchange/installed-capture.ts';
import { thrownError } from '../exchange/thrown-error.ts';
import type { Watched } from '../exchange/watched.ts';
import { honoFacts } from './hono-facts.ts';
import { type HonoContextLike, nodeBindings } from './hono-like.ts';

/**
 * The options of {@link honoCapture}. Where others read `request.user` and `request.auth`, the default
 * `actorOf` reads `c.get('user')`, then `c.get('jwtPayload')`.
 */
export type HonoCaptureOptions<C extends HonoContextLike = HonoContextLike> = CaptureOptions<C>;

/**
 * Makes a Hono middleware that records every request once, when the response is over: also those that
 * fail, are refused later on, or that the client abandons. For apps that `@hono/node-server` serves.
 *
 * Use it first. What the app records while it handles a request carries the same request id. The
 * middleware throws only what the app has thrown, and changes nothing that the client sees.
 *
 * Elsewhere than on Node the app goes on as if the middleware were not there, and the recorder is told
 * once, as a fault with the code `CONFIG_INVALID`.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 * @example
 * app.use(honoCapture(recorder, { actorOf: (c: Context<Env>) => c.get('user') ?? null }));
 */
export function honoCapture<C extends HonoContextLike = HonoContextLike>(
  recorder: Recorder,
  options?: HonoCaptureOptions<C>,
): (c: C, next: () => Promise<void>) => Promise<void> {
  const contexts = new WeakMap<IncomingMessage, C>();
  const capture = createCapture('honoCapture', recorder, options, {
    rank: 1,
    factsOf(request) {
      const context = contexts.get(request);
      return context === undefined ? {} : honoFacts(context);
    },
  });
  let toldOfRuntime = false;
  return markInstalled(captureRequest, capture);

  function captureRequest(c: C, next: () => Promise<void>): Promise<void> {
    const node = nodeBindings(c);
    if (node === null) {
      if (!toldOfRuntime) tellOfRuntime(recorder);
      toldOfRuntime = true;
      return next();
    }
    contexts.set(node.incoming, c);
    const watched = beginExchange(capture, node.incoming, node.outgoing ?? null, c);
    if (watched === null) return next();
    watched.meet(userOf(c));
    return follow(watched, node.incoming, next);
  }
}

/** Runs what comes after; what that throws is told and goes on its way. */
async function follow(
  watched: Watched,
  request: IncomingMessage,
  next: () => Promise<void>,
): Promise<void> {
  try {
    await watched.enter(next);
  } catch (thrown) {
    const error = thrownError(thrown, request);
    if (error !== undefined) watched.tell({ error });
    throw thrown;
  }
}

/** A view of the context with the user where the default `actorOf` looks for it. */
function userOf(c: HonoContextLike): object {
  const set = (): { readonly user?: unknown; readonly jwtPayload?: unknown } => c.var ?? {};
  return {
    get user() {
      return set().user;
    },
    get auth() {
      return set().jwtPayload;
    },
  };
}

function tellOfRuntime(recorder: Recorder): void {
  const error = new WhodidError('CONFIG_INVALID', {
    option: 'honoCapture',
    wanted: 'an app that @hono/node-server serves, with c.env.incoming',
    got: 'no Node request',
  });
  try {
    recorder.fault('capture.hono', error);
  } catch {
    // A recorder never throws; a broken one must not take the app with it.
  }
}
