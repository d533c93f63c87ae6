import { once } from 'node:events';
import { connect } from 'node:net';
import type { Outcome } from '@whodid/core';
import { collect, exchangeBytes, request } from '../fixtures/raw-client.ts';

/** What must be recorded of one request. */
export interface Expected {
  readonly method: string;
  readonly path: string;
  /** `undefined` for none: nothing was sent. */
  readonly statusCode: number | undefined;
  readonly outcome: Outcome;
  readonly route?: string;
  readonly requestBytes?: number;
  /** Where it depends on the framework, left out. */
  readonly responseBytes?: number;
  readonly requestBody?: string;
  readonly responseBody?: string;
  readonly error?: string;
  readonly cut?: true;
}

/** Something that a client does, and what must be recorded of it, by request id. */
export interface ClientScript {
  readonly name: string;
  /** Gives back every byte that the client received. */
  play(port: number): Promise<string>;
  readonly expected: { readonly [requestId: string]: Expected };
}

const ok = { statusCode: 200, outcome: 'success' } as const;
const ndjson = { 'content-type': 'application/x-ndjson' };
const line = '{"a":1}\n';
const long = `${line.repeat(5000)}`;

/** One request that is answered, after which the server closes the connection. */
function simple(
  name: string,
  target: string,
  expected: Omit<Expected, 'method' | 'path'>,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
): ClientScript {
  const [method = '', path = ''] = target.split(' ');
  const text = request(target, { 'x-request-id': name, ...headers }, body);
  return {
    name,
    play: (port) => exchangeBytes(port, text),
    expected: { [name]: { method, path, ...expected } },
  };
}

/** A client that hangs up once it has seen a part of the answer, or has sent its bytes. */
function impatient(
  name: string,
  bytes: string,
  seen: string | null,
  expected: Expected,
): ClientScript {
  return {
    name,
    async play(port) {
      const socket = connect(port, '127.0.0.1');
      const received = collect(socket);
      socket.write(bytes, 'latin1');
      if (seen === null) await new Promise((resolve) => setTimeout(resolve, 20));
      else await received.until(seen);
      socket.destroy();
      await once(socket, 'close');
      return received.text();
    },
    expected: { [name]: expected },
  };
}

export const scripts: readonly ClientScript[] = [
  simple('text', 'GET /text', { ...ok, route: '/text', responseBytes: 6, responseBody: 'hëllo' }),
  simple('query', 'GET /orders/17?page=2', {
    ...ok,
    route: '/orders/:id',
    responseBytes: 11,
    responseBody: '{"id":"17"}',
  }),
  simple('head', 'HEAD /text', { ...ok, route: '/text', responseBytes: 0 }),
  simple('no-content', 'GET /nothing', { statusCode: 204, outcome: 'success', responseBytes: 0 }),
  simple('not-modified', 'GET /not-modified', {
    statusCode: 304,
    outcome: 'success',
    responseBytes: 0,
  }),
  simple('moved', 'GET /moved', { statusCode: 302, outcome: 'success' }),
  simple('denied', 'GET /denied', { statusCode: 403, outcome: 'denied' }),
  simple('stranger', 'GET /stranger', { statusCode: 401, outcome: 'denied' }),
  simple('missing', 'GET /missing', { statusCode: 404, outcome: 'failure' }),
  simple('throws', 'GET /throws', { statusCode: 500, outcome: 'failure', route: '/throws' }),
  simple('rejects', 'GET /rejects', { statusCode: 500, outcome: 'failure', route: '/rejects' }),
  simple('stream', 'GET /stream', { ...ok, responseBytes: 50_000, cut: true }),
  simple('binary', 'GET /binary', { ...ok, responseBytes: 20_000 }),
  simple('teapot', 'GET /teapot', {
    statusCode: 418,
    outcome: 'failure',
    responseBytes: 12,
    responseBody: '{"tea":true}',
  }),
  simple('double-end', 'GET /double', { ...ok, responseBytes: 4 }),
  simple(
    'json',
    'POST /echo',
    {
      ...ok,
      requestBytes: 15,
      responseBytes: 15,
      requestBody: '{"name":"Ad\\u"}'.replace('\\u', 'ë'),
    },
    { headers: { 'content-type': 'application/json' }, body: '{"name":"AdÃ«"}' },
  ),
  simple(
    'expect-continue',
    'POST /echo',
    { ...ok, requestBytes: 7, requestBody: '{"a":1}' },
    { headers: { 'content-type': 'application/json', expect: '100-continue' }, body: '{"a":1}' },
  ),
  simple(
    'pipe',
    'POST /pipe',
    { ...ok, requestBytes: 40_000, responseBytes: 40_000, cut: true },
    { headers: ndjson, body: long },
  ),
  simple(
    'chunked',
    'POST /pipe',
    { ...ok, requestBytes: 8, responseBytes: 8, requestBody: line, responseBody: line },
    {
      headers: { ...ndjson, 'transfer-encoding': 'chunked', 'content-length': '' },
      body: '3\r\n{"a\r\n5\r\n":1}\n\r\n0\r\n\r\n',
    },
  ),
  simple(
    'iterate',
    'POST /iterate',
    { ...ok, requestBytes: 40_000 },
    { headers: ndjson, body: long },
  ),
  simple(
    'paused',
    'POST /paused',
    { ...ok, requestBytes: 40_000 },
    { headers: ndjson, body: long },
  ),
  simple(
    'readable',
    'POST /readable',
    { ...ok, requestBytes: 40_000 },
    { headers: ndjson, body: long },
  ),
  simple(
    'ignored',
    'POST /ignored',
    { ...ok, requestBytes: 8, responseBytes: 8 },
    { headers: ndjson, body: line },
  ),
  simple('half', 'GET /half', {
    statusCode: 200,
    outcome: 'failure',
    responseBytes: 4,
    error: 'server_closed',
  }),
  impatient('events', request('GET /events', { 'x-request-id': 'events' }), 'data: 2', {
    method: 'GET',
    path: '/events',
    statusCode: 200,
    outcome: 'unknown',
    responseBytes: 18,
    error: 'client_closed',
  }),
  impatient('silent', request('GET /silent', { 'x-request-id': 'silent' }), null, {
    method: 'GET',
    path: '/silent',
    statusCode: undefined,
    outcome: 'unknown',
    error: 'client_closed',
  }),
  impatient(
    'half-a-body',
    request('POST /iterate', { 'x-request-id': 'half-a-body', 'content-length': '99', ...ndjson }) +
      line,
    null,
    {
      method: 'POST',
      path: '/iterate',
      statusCode: undefined,
      outcome: 'unknown',
      requestBytes: 8,
      error: 'client_closed',
    },
  ),
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
  // The second and third answers wait for the first and never get a connection of their own.
  impatient(
    'p-silent',
    request('GET /silent', { 'x-request-id': 'p-silent', connection: 'keep-alive' }) +
      request('GET /text', { 'x-request-id': 'p-waiting', connection: 'keep-alive' }),
    null,
    {
      method: 'GET',
      path: '/silent',
      statusCode: undefined,
      outcome: 'unknown',
      error: 'client_closed',
    },
  ),
];

/** Request ids that appear in `scripts` beside those that are expected by name. */
export const alsoExpected: { readonly [requestId: string]: Expected } = {
  'p-waiting': {
    method: 'GET',
    path: '/text',
    statusCode: undefined,
    outcome: 'unknown',
    error: 'client_closed',
  },
};
