import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { collect, exchangeBytes, request } from '../fixtures/raw-client.ts';
import { type ClientScript, line, long, ndjson, ok, simple } from './client-script.ts';
import { zipped } from './node-app.ts';

const json = { 'content-type': 'application/json' };

/** Every kind of answer to a client that waits for it. */
export const answers: readonly ClientScript[] = [
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
  simple('source-fails', 'GET /broken', { statusCode: 200, outcome: 'failure', responseBytes: 10 }),
  simple('events-to-the-end', 'GET /feed', {
    ...ok,
    responseBytes: 27,
    responseBody: 'data: 0\n\ndata: 1\n\ndata: 2\n\n',
  }),
  simple('binary', 'GET /binary', { ...ok, responseBytes: 20_000 }),
  simple('gzip', 'GET /zipped', {
    ...ok,
    responseBytes: zipped.length,
    responseBody: '{"zipped":true}',
  }),
  simple('teapot', 'GET /teapot', {
    statusCode: 418,
    outcome: 'failure',
    responseBytes: 12,
    responseBody: '{"tea":true}',
  }),
  simple('double-end', 'GET /double', { ...ok, responseBytes: 4 }),
  simple('early-hints', 'GET /hints', { ...ok, responseBytes: 4 }),
  simple('answer-trailers', 'GET /trailers', { ...ok, responseBytes: 4 }),
  simple('half', 'GET /half', {
    statusCode: 200,
    outcome: 'failure',
    responseBytes: 4,
    error: 'server_closed',
  }),
  simple(
    'json',
    'POST /echo',
    {
      ...ok,
      requestBytes: 15,
      responseBytes: 15,
      requestBody: '{"name":"Adë"}',
    },
    { headers: json, body: '{"name":"AdÃ«"}' },
  ),
  simple(
    'expect-continue',
    'POST /echo',
    { ...ok, requestBytes: 7, requestBody: '{"a":1}' },
    { headers: { ...json, expect: '100-continue' }, body: '{"a":1}' },
  ),
  {
    name: 'too-large',
    play: playTooLarge,
    expected: {
      'too-large': {
        method: 'POST',
        path: '/echo',
        statusCode: 413,
        outcome: 'failure',
        requestBytes: 'any',
      },
    },
  },
  simple('empty-post', 'POST /ignored', { ...ok, requestBytes: 0, responseBytes: 8 }),
  simple(
    'zero-length-post',
    'POST /ignored',
    { ...ok, requestBytes: 0, responseBytes: 8 },
    { headers: { 'content-length': '0' } },
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
    'request-trailers',
    'POST /pipe',
    { ...ok, requestBytes: 8, responseBytes: 8, requestBody: line, responseBody: line },
    {
      headers: {
        ...ndjson,
        'transfer-encoding': 'chunked',
        'content-length': '',
        trailer: 'x-sum',
      },
      body: `8\r\n${line}\r\n0\r\nx-sum: 7\r\n\r\n`,
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
  simple('options-star', 'OPTIONS *', { statusCode: 'seen', url: '*' }),
  simple('absolute-form', 'GET http://shop.example/text', {
    statusCode: 'seen',
    url: 'http://shop.example/text',
  }),
  // Without a listener for it, Node takes a wish to switch protocols for an ordinary request.
  simple(
    'upgrade-ignored',
    'GET /text',
    { ...ok, responseBytes: 6 },
    { headers: { connection: 'upgrade, close', upgrade: 'chat' } },
  ),
  {
    name: 'http-1.0',
    play: (port) =>
      exchangeBytes(
        port,
        request('GET /text', { 'x-request-id': 'http-1.0' }).replace('HTTP/1.1', 'HTTP/1.0'),
      ),
    expected: { 'http-1.0': { method: 'GET', path: '/text', ...ok, responseBytes: 6 } },
  },
];

/**
 * More than any framework takes. Some refuse by the length that they are told and close the
 * connection, others want to have the whole body first, so it comes only if they wait for it.
 */
async function playTooLarge(port: number): Promise<string> {
  const length = 1_200_000;
  const socket = connect(port, '127.0.0.1');
  const received = collect(socket);
  const headers = { 'x-request-id': 'too-large', 'content-length': String(length), ...json };
  socket.write(request('POST /echo', headers));
  await Promise.race([received.until('HTTP'), wait(50)]);
  if (received.text() === '') socket.write(`"${'x'.repeat(length - 2)}"`);
  if (!socket.closed) await once(socket, 'close');
  return received.text();
}
