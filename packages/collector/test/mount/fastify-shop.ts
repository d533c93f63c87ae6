import { type FastifyRequest, fastify } from 'fastify';
import type { Collector } from '../../src/collector.ts';
import { type AppUser, whodidDashboard } from '../../src/fastify/index.ts';
import { loginPage, type Shop, userIn } from './shop.ts';

/** A small shop on Fastify with the dashboard at `/activity`. */
export async function startFastifyShop(collector: Collector): Promise<Shop> {
  const app = fastify();
  app.get('/login', (_request, reply) => reply.type('text/html').send(loginPage));
  app.get('/v1/entries', () => 'of the shop');
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500, message } = error as { statusCode?: number; message: string };
    return reply.code(statusCode).send({ shop: message });
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (userOf(request) === null) return reply.redirect('/login');
    });
    await scope.register(whodidDashboard, { prefix: '/activity', collector, user: userOf });
  });
  await app.register(whodidDashboard, { prefix: '/closed', collector, user: userOf });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { name: 'Fastify', url, close: () => app.close() };
}

function userOf({ headers }: FastifyRequest): AppUser | null {
  return userIn(headers.cookie);
}
