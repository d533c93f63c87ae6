import type { IncomingMessage } from 'node:http';
import { type Recorder, WhodidError } from '@whodid/core';
import type { CaptureOptionsFor } from '../exchange/asked.ts';
import { createCapture } from '../exchange/capture.ts';
import { checkRecorder } from '../exchange/check-recorder.ts';
import { markInstalled } from '../exchange/installed-capture.ts';
import { watchUnclaimed } from '../exchange/watch-unclaimed.ts';
import { withoutSubject } from '../exchange/without-subject.ts';
import { captureMiddleware } from '../express/express-capture.ts';
import { captureFastify } from '../fastify/fastify-capture.ts';
import type { FastifyLike } from '../fastify/fastify-like.ts';
import { hooksFirst } from '../fastify/hooks-first.ts';
import { followExceptions } from './follow-exceptions.ts';
import { followGuards } from './follow-guards.ts';
import type { NestAppLike } from './nest-like.ts';
import { nestOnExpressFacts } from './nest-on-express-facts.ts';

/**
 * The options of {@link nestCapture}. The functions may be written for the platform's own type of
 * request, as `(request: Request) => ...` or `(request: FastifyRequest) => ...`.
 */
export type NestCaptureOptions = CaptureOptionsFor<object>;

/**
 * Records every request of a NestJS application on Express or Fastify once, when the response is
 * over: also those that a middleware or a guard refuses, that match no route, whose body cannot be
 * read, that fail, or that the client abandons. An entry knows the controller and the handler, and
 * what was thrown, whatever a filter has made of it.
 *
 * Call it right after `NestFactory.create`, before the app listens. What the app records while it
 * handles a request carries the same request id. It changes nothing that the client sees, and delays
 * nothing but requests with a credential that has to be verified first.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for options that cannot be used, for an
 * app that is initialised already, and for one on another platform.
 * @example
 * const app = await NestFactory.create(AppModule);
 * nestCapture(app, recorder);
 * await app.listen(3000);
 */
export function nestCapture(
  app: NestAppLike,
  recorder: Recorder,
  options?: NestCaptureOptions,
): void {
  checkRecorder(scope, recorder);
  checkApp(app);
  if (app.getHttpAdapter().getType() === 'express') {
    captureOnExpress(app, recorder, options);
  } else {
    const fastify = app.getHttpAdapter().getInstance() as FastifyLike;
    hooksFirst(fastify, () => captureFastify(fastify, scope, { ...options, recorder }));
  }
  followGuards(app);
  if (!followExceptions(app)) {
    recorder.fault('nestCapture', new Error('This NestJS does not tell what was thrown'));
  }
}

const scope = 'nestCapture';

function checkApp(app: NestAppLike): void {
  const wrong = (wanted: string, got: string): WhodidError =>
    new WhodidError('CONFIG_INVALID', { option: `${scope}.app`, wanted, got });
  const { isInitialized } = app as { readonly isInitialized?: unknown };
  if (isInitialized === true) {
    throw wrong('an app that is not initialised yet', 'one that is');
  }
  const platform = app.getHttpAdapter().getType();
  if (platform !== 'express' && platform !== 'fastify') {
    throw wrong('an app on express or fastify', `one on ${platform}`);
  }
}

function captureOnExpress(
  app: NestAppLike,
  recorder: Recorder,
  options: NestCaptureOptions | undefined,
): void {
  app.use(captureMiddleware<IncomingMessage>(scope, recorder, options, nestOnExpressFacts));
  const capture = createCapture(scope, recorder, withoutSubject(options), {
    rank: 0,
    factsOf: nestOnExpressFacts,
  });
  watchUnclaimed(app.getHttpServer(), capture);
  markInstalled(app.getHttpServer(), capture);
}
