import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Collector } from '@whodid/collector';
import { whodidDashboard } from '@whodid/collector/express';
import express, { type Request } from 'express';
import { loginPage, type Shop, userIn } from '../packages/collector/test/mount/shop.ts';

/** A small shop on Express with the dashboard at `/activity`, behind parsers and sign-in of its own. */
export async function startExpressShop(collector: Collector): Promise<Shop> {
  const app = express();
  app.use(express.json());
  app.get('/login', (_request, response) => void response.type('html').send(loginPage));
  app.get('/v1/entries', (_request, response) => void response.send('of the shop'));
  app.use('/activity', (request, response, next) => {
    if (userIn(request.headers.cookie) === null) response.redirect('/login');
    else next();
  });
  const user = (request: Request) => userIn(request.headers.cookie);
  app.use('/activity', whodidDashboard({ collector, user }));
  app.use('/closed', whodidDashboard({ collector, user }));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    name: 'Express',
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
