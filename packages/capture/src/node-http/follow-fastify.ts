import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { watchedOf } from '../exchange/watched-of.ts';
import { fastifyFacts, tellError } from '../fastify/fastify-facts.ts';
import type { FastifyLike } from '../fastify/fastify-like.ts';

const channel = 'fastify.initialization';

/**
 * Asks Fastify apps that are made from now on for their routes and users; a request of node:http
 * knows neither.
 *
 * @returns stops asking.
 */
export function followFastify(): () => void {
  const onApp = (message: unknown): void => {
    // What a subscriber throws would end the process.
    try {
      follow((message as { readonly fastify: FastifyLike }).fastify);
    } catch {
      // Then requests to this app are recorded without their routes.
    }
  };
  subscribe(channel, onApp);
  return () => void unsubscribe(channel, onApp);
}

function follow(app: FastifyLike): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const watched = watchedOf(request.raw);
    watched?.tell(fastifyFacts(request));
    watched?.meet(request);
    done();
  });
  app.addHook('onError', tellError);
}
