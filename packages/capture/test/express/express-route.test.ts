import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestHandler } from 'express';
import { expressFacts } from '../../src/express/express-facts.ts';
import { type express5, expressVersions } from '../fixtures/express-versions.ts';
import { listening } from '../fixtures/listening.ts';

type Express = typeof express5;
type App = ReturnType<Express>;

/** Path of a request: the route and the namespace that its entry has. */
type Routes = Readonly<Record<string, readonly [route: string | undefined, namespace?: string]>>;

const answer: RequestHandler = (_, res) => void res.send('ok');

for (const [name, express] of expressVersions) {
  test(`${name}: the route is the whole pattern, with the patterns of every mount point`, async () => {
    const app = express();
    const orders = express.Router();
    orders.get('/', answer);
    orders.get(['/of/:year', '/in/:year'], answer);
    orders.get('/:order', answer);
    const shops = express.Router();
    shops.use('/:shop/orders', orders);
    const plain = express.Router();
    plain.use(shops);
    app.use('/shops', plain);
    app.use('/markets', shops);
    app.get('/', answer);
    app.get(/^\/old-.*/, answer);
    app.use('/plain', answer);
    const any = express.Router();
    any.get('/:id', answer);
    app.use(['/first/:kind', '/second'], any);
    app.use(/^\/re-\d+/, any);
    app.use('/v1.2', any);

    await assertRoutes(app, {
      '/': ['/'],
      '/shops/7/orders': ['/shops/:shop/orders', '/shops/:shop/orders'],
      '/shops/7/orders/12?x=1': ['/shops/:shop/orders/:order', '/shops/:shop/orders'],
      // A value that is a literal, too.
      '/shops/shops/orders/orders': ['/shops/:shop/orders/:order', '/shops/:shop/orders'],
      '/markets/7/orders/12': ['/markets/:shop/orders/:order', '/markets/:shop/orders'],
      '/MARKETS/7/Orders/12': ['/markets/:shop/orders/:order', '/markets/:shop/orders'],
      '/shops/7/orders/in/2026': ['/shops/:shop/orders/in/:year', '/shops/:shop/orders'],
      '/shops/7%20a/orders/of/2026/': ['/shops/:shop/orders/of/:year', '/shops/:shop/orders'],
      '/first/kind/3': ['/first/:kind/:id', '/first/:kind'],
      '/second/3': ['/second/:id', '/second'],
      '/re-17/3': ['/^\\/re-\\d+/:id', '/^\\/re-\\d+/'],
      '/v1.2/3': ['/v1.2/:id', '/v1.2'],
      '/old-page': ['/^\\/old-.*/'],
      '/plain/x': [undefined],
      '/missing': [undefined],
    });
  });

  test(`${name}: an app in an app has the patterns of both, wherever it is mounted`, async () => {
    const app = express();
    const back = express();
    const reports = express.Router();
    reports.get('/:report', answer);
    back.use('/reports', reports);
    back.get('/', answer);
    const other = express();
    other.get('/x/:id', answer);
    app.use('/t/:tenant', other);
    // Passes on what it is asked for, and would fit as well.
    app.use('/:any', express());
    app.use('/back', back);
    app.use('/again/:area', back);
    const inRouter = express.Router();
    inRouter.use('/inner', other);
    app.use('/outer', inRouter);

    await assertRoutes(app, {
      '/back': ['/back', '/back'],
      '/again/b': ['/again/:area', '/again/:area'],
      '/back/reports/4': ['/back/reports/:report', '/back/reports'],
      '/again/b/reports/4': ['/again/:area/reports/:report', '/again/:area/reports'],
      '/t/acme/x/1': ['/t/:tenant/x/:id', '/t/:tenant'],
      // Express keeps no way from this app to its mount point; its path is what there is.
      '/outer/inner/x/1': ['/outer/inner/x/:id', '/outer/inner'],
    });
  });

  test(`${name}: a router that changes the address, or goes on after its answer, has its pattern`, async () => {
    const app = express();
    const router = express.Router();
    router.use((req, _, next) => {
      if (req.url === '/from') req.url = '/to/5';
      next();
    });
    router.get('/to/:id', answer);
    router.get('/on/:id', (_, res, next) => {
      res.send('ok');
      next();
    });
    app.use('/r/:a', router);
    app.use((_req, _res, next) => next());

    await assertRoutes(app, {
      '/r/1/on/2': ['/r/:a/on/:id', '/r/:a'],
      '/r/1/from': ['/r/:a/to/:id', '/r/:a'],
    });
  });
}

test('Express 4: what its paths were is read back from the expressions that it keeps', async () => {
  const [, [, express]] = expressVersions as [unknown, readonly [string, Express]];
  const app = express();
  const router = express.Router();
  router.get('/end', answer);
  const mounts = [
    '/a/:id(\\d+)',
    '/range/:from-:to',
    '/files/:name.:ext',
    '/maybe/:this?',
    '/rest/:path*',
    ['/one/:x', '/two/:y(\\w+)/z'],
  ];
  for (const mount of mounts) app.use(mount, router);

  await assertRoutes(app, {
    '/a/7/end': ['/a/:id(\\d+)/end', '/a/:id(\\d+)'],
    '/range/1-2/end': ['/range/:from-:to/end', '/range/:from-:to'],
    '/files/a.txt/end': ['/files/:name.:ext/end', '/files/:name.:ext'],
    '/maybe/x/end': ['/maybe/:this?/end', '/maybe/:this?'],
    '/one/1/end': ['/one/:x/end', '/one/:x'],
    '/two/1/z/end': ['/two/:y(\\w+)/z/end', '/two/:y(\\w+)/z'],
  });
});

test('an Express 5 that does not keep its paths is asked what they match', async () => {
  const [[, express]] = expressVersions as [readonly [string, Express]];
  const app = express();
  const router = express.Router();
  router.get('/end', answer);
  router.get(['/many/:id', '/all/:id'], answer);
  app.use('/shops/:shop', router);
  app.use('/files/*path', router);
  app.use(['/x/:y', '/z'], router);
  forget(app);

  await assertRoutes(app, {
    '/shops/shops/end': ['/shops/:shop/end', '/shops/:shop'],
    '/shops/7/all/3': ['/shops/:shop/all/:id', '/shops/:shop'],
    '/x/x/end': ['/x/:y/end', '/x/:y'],
    '/z/end': ['/z/end', '/z'],
  });
});

/** Makes the layers of a router what they were before Express 5.3. */
function forget(app: App): void {
  const { stack } = app.router as unknown as { stack: { rawPath?: unknown }[] };
  for (const layer of stack) delete layer.rawPath;
}

async function assertRoutes(routes: App, expected: Routes): Promise<void> {
  const told = new Map<string, readonly unknown[]>();
  const { url, close } = await listening((req, res) => {
    const path = req.url ?? '';
    res.on('close', () => {
      const { route, namespace } = expressFacts(req);
      told.set(path, namespace === undefined ? [route] : [route, namespace]);
    });
    routes(req, res);
  });
  for (const path of Object.keys(expected)) await (await fetch(url + path)).text();
  await close();
  assert.deepEqual(Object.fromEntries(told), expected);
}
