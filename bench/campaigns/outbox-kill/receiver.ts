// A collector that keeps every entry in memory, loses one answer in ten and refuses one batch in twenty.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Entry } from '@whodid/core';

export interface Receiver {
  readonly url: string;
  /** Texts by id. */
  readonly arrived: ReadonlyMap<string, string>;
  /** Deliveries of an entry that was there already, and of other bytes under its id. */
  readonly counts: { repeated: number; conflicts: number };
  entries(): readonly Entry[];
  close(): void;
}

export async function openReceiver(random: () => number): Promise<Receiver> {
  const arrived = new Map<string, string>();
  const counts = { repeated: 0, conflicts: 0 };
  const keep = (line: string): object => {
    const { id } = JSON.parse(line) as Entry;
    const known = arrived.get(id);
    if (known === undefined) arrived.set(id, line);
    else counts.repeated += 1;
    if (known !== undefined && known !== line) counts.conflicts += 1;
    return { id, fate: known === undefined ? 'stored' : 'duplicate' };
  };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const chance = random();
    if (chance < 0.05) {
      response.writeHead(503).end();
      return;
    }
    const receipts = Buffer.concat(pieces).toString().split('\n').slice(0, -1).map(keep);
    // Committed, and the answer never arrives.
    if (chance < 0.15) response.destroy();
    else response.end(JSON.stringify({ receipts }));
  };
  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    counts,
    entries: () => [...arrived.values()].map((line) => JSON.parse(line) as Entry),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
