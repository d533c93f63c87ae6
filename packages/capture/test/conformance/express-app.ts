import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { binary, handlers } from './node-app.ts';

/** The app of the suite on Express 5; `before` is mounted first. */
export function expressApp(before: readonly RequestHandler[] = []): express.Express {
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
  app.get('/rejects', async () => {
    throw new TypeError('rejected');
  });
  const sorry: ErrorRequestHandler = (_error, _req, res, _next) => {
    res.status(500).type('text/plain').send('sorry');
  };
  app.use(sorry);
  return app;
}
