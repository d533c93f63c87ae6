import { type RequestHandler, Router } from 'express';
import { only, personOf } from '../auth/signed-in.ts';
import {
  findOrder,
  linesOf,
  listOrders,
  markRefunded,
  type Order,
  placeOrder,
} from '../data/orders.ts';
import type { Person } from '../data/people.ts';
import { problem } from '../problem.ts';
import type { Shop } from '../shop.ts';

const invoiceLinkMinutes = 10;

/** Buying, looking at what was bought, and giving the money back. */
export function orderRoutes(shop: Shop): Router {
  const { database, tokens, recorder } = shop;
  const routes = Router();
  routes.use(only('customer', 'support', 'admin'));

  routes.get('/', (request, response) => {
    const { id, role } = personOf(request);
    response.json(listOrders(database, role === 'customer' ? id : null));
  });

  routes.post('/', only('customer'), (request, response) => {
    const order = placeOrder(database, personOf(request).id);
    if (order === undefined) return problem(response, 409, 'The cart is empty');
    recorder.record({
      action: 'order.place',
      targets: [targetOf(order)],
      data: { totalCents: order.totalCents, lines: linesOf(database, order.id) },
    });
    response.status(201).json(order);
  });

  routes.get('/:id', (request, response) => {
    const order = findOrder(database, Number(request.params.id));
    // Somebody else's order is `not found`: a 403 would tell that it exists.
    if (order === undefined || !maySee(personOf(request), order)) {
      return problem(response, 404, 'No such order');
    }
    response.json({ ...order, lines: linesOf(database, order.id) });
  });

  // A link to send by e-mail: the token in it opens invoices for ten minutes.
  routes.post('/:id/invoice-link', async (request, response) => {
    const order = findOrder(database, Number(request.params.id));
    if (order === undefined || !maySee(personOf(request), order)) {
      return problem(response, 404, 'No such order');
    }
    const token = await tokens.issue(personOf(request).id, invoiceLinkMinutes);
    response.status(201).json({ link: `/orders/${order.id}/invoice?access_token=${token}` });
  });

  routes.get('/:id/invoice', (request, response) => {
    const order = findOrder(database, Number(request.params.id));
    if (order === undefined || !maySee(personOf(request), order)) {
      return problem(response, 404, 'No such order');
    }
    recorder.record({ action: 'invoice.download', targets: [targetOf(order)] });
    response.type('text/plain').send(`Invoice ${order.id}: ${order.totalCents / 100} EUR\n`);
  });

  routes.post('/:id/refund', only('support', 'admin'), refund(shop));

  return routes;
}

function refund({ database, recorder }: Shop): RequestHandler<{ id: string }> {
  return function refundOrder(request, response) {
    const { reason } = (request.body ?? {}) as Record<string, unknown>;
    if (typeof reason !== 'string' || reason === '') return problem(response, 400, 'Say why');
    const order = findOrder(database, Number(request.params.id));
    if (order === undefined) return problem(response, 404, 'No such order');
    if (order.state !== 'paid') return problem(response, 409, 'It is refunded already');

    markRefunded(database, order.id);
    // The request is recorded anyway. This says what it meant: who gave back how much, and why.
    recorder.record({
      action: 'order.refund',
      reason,
      targets: [targetOf(order), { type: 'user', id: order.personId }],
      change: {
        type: 'UPDATE',
        model: 'order',
        fields: [
          { name: 'state', old: order.state, new: 'refunded' },
          { name: 'totalCents', old: order.totalCents, new: 0 },
        ],
      },
    });
    response.json(findOrder(database, order.id));
  };
}

function maySee(person: Person, order: Order): boolean {
  return person.role !== 'customer' || person.id === order.personId;
}

function targetOf(order: Order): { type: string; id: string; name: string } {
  return { type: 'order', id: String(order.id), name: `#${order.id}` };
}
