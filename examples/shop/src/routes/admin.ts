import { Router } from 'express';
import { only } from '../auth/signed-in.ts';
import { changeRole, findPerson, listPeople, roles } from '../data/people.ts';
import { findProduct, setPrice } from '../data/products.ts';
import { problem } from '../problem.ts';
import type { Shop } from '../shop.ts';

/** Prices and people. For admins only. */
export function adminRoutes({ database, recorder }: Shop): Router {
  const routes = Router();
  routes.use(only('admin'));

  routes.get('/people', (_request, response) => {
    response.json(listPeople(database));
  });

  routes.patch('/people/:id', (request, response) => {
    const role = roles.find((known) => known === request.body?.role);
    if (role === undefined) return problem(response, 400, `role must be ${roles.join(', ')}`);
    const person = findPerson(database, request.params.id);
    if (person === undefined) return problem(response, 404, 'Nobody has that id');

    changeRole(database, person.id, role);
    recorder.record({
      action: 'user.changeRole',
      targets: [{ type: 'user', id: person.id, name: person.name }],
      change: {
        type: 'UPDATE',
        model: 'person',
        fields: [{ name: 'role', old: person.role, new: role }],
      },
    });
    response.json({ ...person, role });
  });

  routes.patch('/products/:id', (request, response) => {
    const priceCents: unknown = request.body?.priceCents;
    if (!Number.isInteger(priceCents) || Number(priceCents) < 0) {
      return problem(response, 400, 'priceCents must be a whole number from 0');
    }
    const product = findProduct(database, request.params.id);
    if (product === undefined) return problem(response, 404, 'No such product');

    setPrice(database, product.id, Number(priceCents));
    recorder.record({
      action: 'product.reprice',
      targets: [{ type: 'product', id: product.id, name: product.name }],
      change: {
        type: 'UPDATE',
        model: 'product',
        fields: [{ name: 'priceCents', old: product.priceCents, new: Number(priceCents) }],
      },
    });
    response.json(findProduct(database, product.id));
  });

  return routes;
}
