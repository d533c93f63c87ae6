import type { IncomingMessage } from 'node:http';
import type { Recorder } from '@whodid/core';
import { beginExchange } from '../exchange/begin-exchange.ts';
import { createCapture } from '../exchange/capture.ts';
import type { CaptureOptions } from '../exchange/capture-options.ts';
import { markInstalled } from '../exchange/installed-capture.ts';
import { thrownError } from '../exchange/thrown-error.ts';
import type { Watched } from '../exchange/watched.ts';
import { hearErrors } from './hear-errors.ts';
import { koaFacts } from './koa-facts.ts';
import type { KoaContextLike } from './koa-like.ts';

/**
 * The options of {@link koaCapture}. Where others read `request.user` and `request.auth`, the default
 * `actorOf` reads `ctx.state.user`, then `ctx.state.auth`.
 */
export type KoaCaptureOptions<Ctx extends KoaContextLike = KoaContextLike> = CaptureOptions<Ctx>;

/**
 * Makes a Koa middleware that records every request once, when the response is over: also those that
 * fail, are refused later on, or that the client abandons.
 *
 * Use it first. What the app records while it handles a request carries the same request id. The
 * middleware throws only what the app has thrown, and changes nothing that the client sees.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used.
 * @example
 * app.use(koaCapture(recorder, { actorOf: (ctx: Context) => ctx.state.user ?? null }));
 */
export function koaCapture<Ctx extends KoaContextLike = KoaContextLike>(
  recorder: Recorder,
  options?: KoaCaptureOptions<Ctx>,
): (ctx: Ctx, next: () => Promise<unknown>) => Promise<unknown> {
  const contexts = new WeakMap<IncomingMessage, Ctx>();
  const capture = createCapture('koaCapture', recorder, options, {
    rank: 1,
    factsOf(request) {
      const context = contexts.get(request);
      return context === undefined ? {} : koaFacts(context);
    },
  });
  return markInstalled(captureRequest, capture);

  function captureRequest(ctx: Ctx, next: () => Promise<unknown>): Promise<unknown> {
    contexts.set(ctx.req, ctx);
    const watched = beginExchange(capture, ctx.req, ctx.res, ctx);
    if (watched === null) return next();
    watched.meet(userOf(ctx));
    hearErrors(ctx.app);
    return follow(watched, ctx.req, next);
  }
}

/** Runs what comes after; what that throws is told and goes on its way. */
async function follow(
  watched: Watched,
  request: IncomingMessage,
  next: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await watched.enter(next);
  } catch (thrown) {
    const error = thrownError(thrown, request);
    if (error !== undefined) watched.tell({ error });
    throw thrown;
  }
}

/** A view of the context with the user where the default `actorOf` looks for it. */
function userOf(ctx: KoaContextLike): object {
  const state = (): { readonly user?: unknown; readonly auth?: unknown } => ctx.state ?? {};
  return {
    get user() {
      return state().user;
    },
    get auth() {
      return state().auth;
    },
  };
}
