import assert from 'node:assert/strict';
import { test } from 'node:test';
import Router from '@koa/router';
import { koaRoutes, routePolicy } from '@whodid/capture/koa';

test('all routes are listed with their names, prefixes and policies, and nothing runs', () => {
  const never = (): never => assert.fail('nothing of the app runs');
  const invoices = new Router({ prefix: '/invoices' });
  invoices.use(routePolicy({ keep: 'metadata' }));
  invoices.get('showInvoice', '/:id', never);
  invoices.post('/:id/approve', routePolicy({ name: 'invoices.approve', keep: 'nothing' }), never);
  const router = new Router({ prefix: '/admin' });
  router.get('/', function home() {
    never();
  });
  router.use(invoices.routes());
  router.register('/any', ['PUT', 'PATCH'], never);

  assert.deepEqual(koaRoutes(router), [
    { method: 'GET', path: '/admin', name: 'home', namespace: '/admin' },
    {
      method: 'GET',
      path: '/admin/invoices/:id',
      name: 'showInvoice',
      namespace: '/admin/invoices',
      policy: { keep: 'metadata' },
    },
    {
      method: 'POST',
      path: '/admin/invoices/:id/approve',
      name: 'invoices.approve',
      namespace: '/admin/invoices',
      policy: { name: 'invoices.approve', keep: 'nothing' },
    },
    { method: 'PUT', path: '/admin/any', name: 'never', namespace: '/admin' },
    { method: 'PATCH', path: '/admin/any', name: 'never', namespace: '/admin' },
  ]);
});
