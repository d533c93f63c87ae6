import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { express5 } from '../fixtures/express-versions.ts';
import { binary, handlers } from './node-app.ts';

/** What an app is made with. */
export interface ExpressParts {
  readonly express?: typeof express5;
  /** Mounted first. */
  readonly before?: readonly RequestHandler[];
  /** Mounted behind the routes. */
  readonly after?: readonly ErrorRequestHandler[];
}

/** The app of the suite on Express. */
export function expressApp({
  express = express5,
  before = [],
  after = [],
}: ExpressParts = {}): Express {
  const app = express();
  for (const each of before) app.use(each);
  for (const [name, handler] of Object.entries(handlers)) {
    app.all(`/${name}`, (req, res) => void handler(req, res));
  }
  app.get('/text', (_, res) => void res.type('text/plain').send('hëllo'));
  app.get('/orders/:id', (req, res) => void res.json({ id: req.params.id }));
  app.post('/echo', express.json(), (req, res) => void res.json(req.body));
  app.get('/binary', (_, res) => void res.send(binary));
  app.get('/nothing', (_, res) => void res.status(204).end());
  app.get('/not-modified', (_, res) => void res.status(304).set('etag', '"v1"').end());
  app.get('/moved', (_, res) => void res.redirect('/text'));
  app.get('/denied', (_, res) => void res.status(403).send('no'));
  app.get('/stranger', (_, res) => void res.status(401).send('who?'));
  app.get('/throws', () => {
    throw new TypeError('thrown');
  });
  // Express 4 leaves a rejection alone, so that apps pass it on themselves.
  if (express === express5) app.get('/rejects', reject);
  else app.get('/rejects', (_req, _res, next) => void reject().catch(next));
  const sorry: ErrorRequestHandler = (error, _req, res, _next) => {
    res
      .status(error.status ?? 500)
      .type('text/plain')
      .send('sorry');
  };
  for (const each of after) app.use(each);
  app.use(sorry);
  return app;
}

async function reject(): Promise<void> {
  throw new TypeError('rejected');
}
