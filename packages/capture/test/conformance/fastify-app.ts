import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { MakeFastify } from '../fixtures/fastify-versions.ts';
import { binary, handlers } from './node-app.ts';

/** The app of the suite on Fastify 5; `before` may register plugins first. */
export function fastifyApp(
  before: (app: FastifyInstance) => void = () => {},
  make: MakeFastify = Fastify,
): FastifyInstance {
  const app = make({ forceCloseConnections: true });
  before(app);
  // The body stays in the stream, for handlers that read it themselves or do not.
  app.addContentTypeParser('application/x-ndjson', (_, __, done) => done(null));
  for (const [name, handler] of Object.entries(handlers)) {
    app.all(`/${name}`, (request, reply) => {
      reply.hijack();
      void handler(request.raw, reply.raw);
    });
  }
  app.get('/text', (_, reply) => reply.type('text/plain; charset=utf-8').send('hëllo'));
  app.get('/orders/:id', (request) => request.params);
  app.post('/echo', (request) => request.body);
  app.get('/binary', (_, reply) => reply.type('application/octet-stream').send(binary));
  app.get('/nothing', (_, reply) => reply.code(204).send());
  app.get('/not-modified', (_, reply) => reply.code(304).header('etag', '"v1"').send());
  app.get('/moved', (_, reply) => reply.redirect('/text'));
  app.get('/denied', (_, reply) => reply.code(403).send('no'));
  app.get('/stranger', (_, reply) => reply.code(401).send('who?'));
  app.get('/throws', () => {
    throw new TypeError('thrown');
  });
  app.get('/rejects', async () => {
    throw new TypeError('rejected');
  });
  app.setErrorHandler((error: FastifyError, _, reply) =>
    reply
      .code(error.statusCode ?? 500)
      .type('text/plain')
      .send('sorry'),
  );
  return app;
}
