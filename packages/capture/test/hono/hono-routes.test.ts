import assert from 'node:assert/strict';
import { test } from 'node:test';
import { honoRoutes, routePolicy } from '@whodid/capture/hono';
import { Hono } from 'hono';

test('all routes are listed with their names, mount points and policies, and nothing runs', () => {
  const never = (): never => assert.fail('nothing of the app runs');
  const invoices = new Hono();
  invoices.onError(never);
  invoices.use(routePolicy({ keep: 'metadata' }));
  invoices.get('/:id', function showInvoice() {
    return never();
  });
  const approve = routePolicy({ name: 'invoices.approve', keep: 'nothing' });
  invoices.post('/:id/approve', approve, never);
  const app = new Hono();
  app.use((_, next) => next());
  app.get('/', () => never());
  app.route('/admin/invoices', invoices);
  app.all('/any', () => never());

  assert.deepEqual(honoRoutes(app), [
    { method: 'GET', path: '/' },
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
    { method: '*', path: '/any' },
  ]);
});
