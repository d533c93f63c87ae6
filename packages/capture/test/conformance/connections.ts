import { Agent, type IncomingMessage, type Server, request as send } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { exchangeBytes, request } from '../fixtures/raw-client.ts';
import { type ClientScript, type Expected, ok } from './client-script.ts';

/** Several requests on one connection, and connections that are to become something else. */
export const connections: readonly ClientScript[] = [
  {
    name: 'pipelined',
    play: (port) =>
      exchangeBytes(
        port,
        request('GET /stream', { 'x-request-id': 'p-1', connection: 'keep-alive' }) +
          request('GET /orders/2', { 'x-request-id': 'p-2', connection: 'keep-alive' }) +
          request('GET /text', { 'x-request-id': 'p-3' }),
      ),
    expected: {
      'p-1': { method: 'GET', path: '/stream', ...ok, responseBytes: 50_000, cut: true },
      'p-2': { method: 'GET', path: '/orders/2', ...ok, responseBody: '{"id":"2"}' },
      'p-3': { method: 'GET', path: '/text', ...ok, responseBytes: 6 },
    },
  },
  { name: 'hundred', play: playHundred, expected: Object.fromEntries(hundred()) },
  {
    name: 'upgrade-refused',
    async play(port, server) {
      const refuse = (_: IncomingMessage, socket: Socket): void =>
        void socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      server.on('upgrade', refuse);
      const headers = { 'x-request-id': 'upgrade-refused', upgrade: 'chat' };
      const seen = await exchangeBytes(
        port,
        request('GET /chat', { ...headers, connection: 'upgrade' }),
      );
      server.off('upgrade', refuse);
      return seen;
    },
    expected: {
      'upgrade-refused': { method: 'GET', path: '/chat', statusCode: 403, outcome: 'denied' },
    },
    seenBy: 'everything',
  },
];

/** 100 requests, one after the other on one connection that is kept open. */
async function playHundred(port: number, _: Server): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const seen: string[] = [];
  for (const [id, { method, path, requestBody }] of hundred()) {
    const headers = {
      host: 'shop.example',
      'x-request-id': id,
      'content-type': 'application/json',
    };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      send({ port, agent, method, path, headers }, resolve).on('error', reject).end(requestBody);
    });
    const lines = answer.rawHeaders.map((part, at) => (at % 2 === 0 ? `${part}: ` : `${part}\r\n`));
    seen.push(`${answer.statusCode}\r\n${lines.join('')}\r\n${await text(answer)}`);
  }
  const sockets = Object.values({ ...agent.sockets, ...agent.freeSockets }).flat().length;
  agent.destroy();
  return `${sockets} connection\r\n${seen.join('\r\n')}`;
}

function hundred(): readonly (readonly [string, Expected])[] {
  const kinds: readonly Expected[] = [
    { method: 'GET', path: '/text', ...ok, responseBytes: 6 },
    { method: 'POST', path: '/echo', ...ok, requestBytes: 7, requestBody: '{"a":1}' },
    { method: 'GET', path: '/nothing', statusCode: 204, outcome: 'success' },
    { method: 'GET', path: '/missing', statusCode: 404, outcome: 'failure' },
    { method: 'GET', path: '/throws', statusCode: 500, outcome: 'failure' },
  ];
  return Array.from({ length: 100 }, (_, at) => [`k-${at}`, kinds[at % kinds.length] as Expected]);
}
