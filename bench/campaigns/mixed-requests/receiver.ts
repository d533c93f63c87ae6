import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { EntryFields } from '@whodid/core';

/** What matters of an entry. */
export interface Received {
  readonly requestId: string;
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly statusCode: number | undefined;
  readonly actor: string;
  readonly reason: string | undefined;
}

/** A collector that keeps what matters of what it gets. The same entry delivered again is one. */
export interface Receiver {
  readonly url: string;
  readonly entries: ReadonlyMap<string, Received>;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const entries = new Map<string, Received>();
  const server = createServer(async (req, res) => {
    const lines = (await text(req)).split('\n').filter((line) => line !== '');
    const receipts = lines.map((line) => {
      const entry = JSON.parse(line) as EntryFields;
      entries.set(entry.id, toReceived(entry));
      return { id: entry.id, fate: 'stored' };
    });
    res.setHeader('content-type', 'application/json').end(JSON.stringify({ receipts }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    entries,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function toReceived({ ambient, http, actor, reason }: EntryFields): Received {
  return {
    requestId: ambient?.requestId ?? '',
    method: http?.method,
    url: http?.url,
    statusCode: http?.statusCode,
    actor: actor.id,
    reason,
  };
}
