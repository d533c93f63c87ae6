import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expressCapture, expressErrors, expressRoutes, routePolicy } from '@whodid/capture/express';
import { isWhodidError } from '@whodid/core';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { watchedOf } from '../../src/exchange/watched-of.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { expressVersions } from '../fixtures/express-versions.ts';
import { listening } from '../fixtures/listening.ts';

const answer: RequestHandler = (_, res) => void res.send('ok');

test('a policy that cannot be used fails at start', () => {
  assert.throws(
    () => routePolicy({ kepp: 'nothing' } as object),
    (error) => isWhodidError(error, 'CONFIG_UNKNOWN') && /keep/.test(error.message),
  );
});

for (const [name, express] of expressVersions) {
  test(`${name}: a policy beside the route names its entries, and the request is told`, async () => {
    const app = express();
    const recorder = collectingRecorder();
    const told: unknown[] = [];
    app.use(expressCapture(recorder));
    app.use((req, _, next) => {
      const watched = watchedOf(req);
      assert.ok(watched !== null);
      const tell = watched.tell.bind(watched);
      watched.tell = (facts) => {
        told.push(facts.policy);
        tell(facts);
      };
      next();
    });
    app.use('/admin', routePolicy({ keep: 'metadata' }));
    app.get('/admin/:id', routePolicy({ name: 'admin.show' }), function show(_, res) {
      res.send('ok');
    });
    const { url, close } = await listening(app);
    await (await fetch(`${url}/admin/7`)).text();
    const { http } = await recorder.find(() => true);
    await close();

    assert.equal(http?.name, 'admin.show');
    assert.deepEqual(told, [{ keep: 'metadata' }, { name: 'admin.show', keep: 'metadata' }]);
  });

  test(`${name}: the routes of an app are listed without running any`, () => {
    const app = express();
    const [never] = [(): void => assert.fail('a handler ran')];
    app.use(expressCapture(collectingRecorder()));
    app.get('/', never);
    const orders = express.Router();
    orders.use(routePolicy({ keep: 'metadata' }));
    orders
      .route('/:order')
      .get(function showOrder() {
        assert.fail('a handler ran');
      })
      .post(routePolicy({ name: 'orders.change', keep: 'bodies' }), never);
    app.use(['/shops/:shop', '/markets'], orders);
    app.all('/any', never);
    app.use(orders);
    const back = express();
    back.put(['/one', '/two'], never);
    app.use('/back', back);

    const listed = (namespace: string) => [
      {
        method: 'GET',
        path: `${namespace}/:order`,
        name: 'showOrder',
        namespace,
        policy: { keep: 'metadata' },
      },
      {
        method: 'POST',
        path: `${namespace}/:order`,
        name: 'orders.change',
        namespace,
        policy: { name: 'orders.change', keep: 'bodies' },
      },
    ];
    const atRoot = listed('').map(({ namespace, ...rest }) => rest);
    assert.deepEqual(expressRoutes(app), [
      { method: 'GET', path: '/' },
      ...listed('/shops/:shop'),
      ...listed('/markets'),
      { method: '*', path: '/any' },
      ...atRoot,
    ]);
    assert.deepEqual(expressRoutes(back), [
      { method: 'PUT', path: '/back/one', namespace: '/back' },
      { method: 'PUT', path: '/back/two', namespace: '/back' },
    ]);
    assert.deepEqual(expressRoutes({}), []);
  });

  test(`${name}: what was thrown is told and handed on as it is`, async () => {
    const app = express();
    const recorder = collectingRecorder();
    app.use(expressCapture(recorder));
    const router = express.Router();
    const thrown = new RangeError('too far');
    router.get('/throws', () => {
      throw thrown;
    });
    router.get('/passes', (_, __, next) => next('no error'));
    app.use('/r', router);
    app.use(expressErrors());
    const seen: unknown[] = [];
    app.use((error: unknown, _: Request, res: Response, _next: NextFunction) => {
      seen.push(error);
      res.status(500).send('sorry');
    });
    app.get('/fine', answer);
    const { url, close } = await listening(app);
    const errors: unknown[] = [];
    for (const path of ['/r/throws', '/r/passes', '/fine']) {
      await (await fetch(url + path)).text();
      const { http } = await recorder.find((draft) => draft.http?.url === url + path);
      errors.push(http?.error);
    }
    await close();

    assert.deepEqual(errors, ['RangeError: too far', undefined, undefined]);
    assert.equal(seen[0], thrown);
    assert.equal(seen[1], 'no error');
  });
}
