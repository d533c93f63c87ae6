import { setTimeout as wait } from 'node:timers/promises';
import { Router } from 'express';
import { bestSellers, findProduct, listProducts } from '../data/products.ts';
import { problem } from '../problem.ts';
import type { Shop } from '../shop.ts';

const partnerMs = 2500;

/** What is for sale. Open to everybody. */
export function catalogueRoutes({ database }: Shop): Router {
  const routes = Router();

  routes.get('/', (request, response) => {
    const { search } = request.query;
    response.json(listProducts(database, typeof search === 'string' ? search : ''));
  });

  // Slow as a partner's service would be. Impatient people leave before the answer, and whodid
  // records that as well.
  routes.get('/recommended', async (_request, response) => {
    await wait(partnerMs);
    response.json(bestSellers(database, 3));
  });

  routes.get('/:id', (request, response) => {
    const product = findProduct(database, request.params.id);
    if (product === undefined) return problem(response, 404, 'No such product');
    response.json(product);
  });

  return routes;
}
