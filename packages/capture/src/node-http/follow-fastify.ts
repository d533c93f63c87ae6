import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { watchedOf } from '../exchange/watched-of.ts';
import { fastifyFacts, tellError } from '../fastify/fastify-facts.ts';
import type { FastifyLike } from '../fastify/fastify-like.ts';

/** Where Fastify tells of each app that is made. */
export const madeChannel = 'fastify.initialization';

/**
 * Asks Fastify apps that are made from now on for their routes and users; a request of node:http
 * knows neither.
 *
 * @returns stops asking.
 */
export function followFastify(): () => void {
  subscribe(madeChannel, followFastifyApp);
  return () => void unsubscribe(madeChannel, followFastifyApp);
}

/** Asks one app, as Fastify tells of it. Never throws: that would end the process. */
export function followFastifyApp(message: unknown): void {
  try {
    const { fastify } = message as { readonly fastify: FastifyLike };
    fastify.addHook('onRequest', (request, _reply, done) => {
      const watched = watchedOf(request.raw);
      watched?.tell(fastifyFacts(request));
      watched?.meet(request);
      done();
    });
    fastify.addHook('onError', tellError);
  } catch {
    // Then requests to this app are recorded without their routes.
  }
}
