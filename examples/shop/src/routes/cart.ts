import { Router } from 'express';
import { only, personOf } from '../auth/signed-in.ts';
import { cartOf, putIntoCart, takeFromCart } from '../data/carts.ts';
import { findProduct } from '../data/products.ts';
import { problem } from '../problem.ts';
import type { Shop } from '../shop.ts';

const mostOfOneThing = 20;

/** What a customer means to buy. */
export function cartRoutes({ database }: Shop): Router {
  const routes = Router();
  routes.use(only('customer'));

  routes.get('/', (request, response) => {
    response.json(cartOf(database, personOf(request).id));
  });

  routes.put('/items/:productId', (request, response) => {
    const { productId } = request.params;
    const { quantity } = (request.body ?? {}) as Record<string, unknown>;
    if (!isQuantity(quantity)) return problem(response, 400, 'quantity must be from 1 to 20');
    if (findProduct(database, productId) === undefined) {
      return problem(response, 404, 'No such product');
    }
    putIntoCart(database, personOf(request).id, productId, quantity);
    response.json(cartOf(database, personOf(request).id));
  });

  routes.delete('/items/:productId', (request, response) => {
    const was = takeFromCart(database, personOf(request).id, request.params.productId);
    if (!was) return problem(response, 404, 'That was not in the cart');
    response.status(204).end();
  });

  return routes;
}

function isQuantity(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostOfOneThing;
}
