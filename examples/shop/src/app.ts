import { expressCapture } from '@whodid/capture/express';
import type { Actor } from '@whodid/core';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { identify } from './auth/signed-in.ts';
import { problem } from './problem.ts';
import { adminRoutes } from './routes/admin.ts';
import { cartRoutes } from './routes/cart.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { orderRoutes } from './routes/orders.ts';
import { sessionRoutes } from './routes/session.ts';
import type { Shop } from './shop.ts';

/** Builds the shop's web application. */
export function createApp(shop: Shop): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');

  // First, so that requests which are refused further down are recorded too.
  app.use(expressCapture(shop.recorder, { actorOf }));

  app.get('/', (_request, response) => {
    response.json({ shop: 'Tea & Things', see: ['/products', '/cart', '/orders'] });
  });
  app.use(express.json({ limit: '32kb' }));
  app.use(identify(shop));
  app.use('/session', sessionRoutes(shop));
  app.use('/products', catalogueRoutes(shop));
  app.use('/cart', cartRoutes(shop));
  app.use('/orders', orderRoutes(shop));
  app.use('/admin', adminRoutes(shop));

  app.use((_request, response) => problem(response, 404, 'There is nothing here'));
  app.use(answerError);
  return app;
}

/** Tells whodid who made a request. It asks when the response is over. */
function actorOf({ person }: Request): Actor | null {
  if (person === undefined) return null;
  const { id, name, email, role } = person;
  return { type: 'user', id, name, email, role };
}

const answerError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { statusCode } = error as { readonly statusCode?: number };
  const asked = statusCode !== undefined && statusCode < 500;
  problem(response, asked ? statusCode : 500, asked ? 'We cannot read that' : 'That was our fault');
};
