import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consoleTransport, createRecorder, recorderFromEnv } from '@whodid/core';
import { createApp } from './app.ts';
import { createTokens } from './auth/tokens.ts';
import { openDatabase } from './data/database.ts';

const { PORT = '4748', HOST = '127.0.0.1', SHOP_DATA_DIR = '.whodid/shop' } = process.env;

// WHODID_URL and WHODID_KEY say where entries go. Without them they go to the terminal.
const recorder =
  recorderFromEnv() ?? createRecorder({ service: 'shop', transport: consoleTransport() });

const database = await openDatabase(SHOP_DATA_DIR);
// A secret of this start: sessions end when the shop does, which is fine for an example.
const tokens = createTokens(randomBytes(32));

const server = createServer(createApp({ database, tokens, recorder }));
server.listen(Number(PORT), HOST);
await once(server, 'listening');
process.stderr.write(
  `The shop is open at http://${HOST}:${(server.address() as AddressInfo).port}\n`,
);

let closing = false;
async function closeShop(): Promise<void> {
  if (closing) return;
  closing = true;
  server.close();
  server.closeIdleConnections();
  // Those who still wait for an answer get a moment, then the door shuts.
  setTimeout(() => server.closeAllConnections(), 1000).unref();
  await once(server, 'close');
  await recorder.close();
  database.close();
}
process.on('SIGINT', closeShop);
process.on('SIGTERM', closeShop);
