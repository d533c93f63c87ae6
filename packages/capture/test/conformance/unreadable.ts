import { exchangeBytes, request } from '../fixtures/raw-client.ts';
import { type ClientScript, ndjson } from './client-script.ts';

/** What Node answers by itself, or gives up. */
export const unreadable: readonly ClientScript[] = [
  givenUp('bad-header', 'GET /bad HTTP/1.1\r\nhost: shop.example\r\nbad header\r\n\r\n', /^HPE_/),
  givenUp(
    'bad-version',
    'GET /bad HTTP/9.9\r\nhost: shop.example\r\n\r\n',
    /^HPE_INVALID_VERSION$/,
  ),
  givenUp('no-http', '\x16\x03\x01 something else\r\n\r\n', /^HPE_INVALID_METHOD$/),
  givenUp(
    'two-lengths',
    request('POST /echo', { 'content-length': '3', 'transfer-encoding': 'chunked' }),
    /^HPE_/,
  ),
  givenUp('long-line', request(`GET /${'a'.repeat(20_000)}`), /^HPE_HEADER_OVERFLOW$/),
  givenUp(
    'large-head',
    request('GET /bad', { 'x-a': 'a'.repeat(20_000) }),
    /^HPE_HEADER_OVERFLOW$/,
  ),
  // Its head could be read, so that the app has it already.
  {
    name: 'bad-chunk',
    play(port) {
      const headers = { 'x-request-id': 'bad-chunk', 'transfer-encoding': 'chunked', ...ndjson };
      return exchangeBytes(port, `${request('POST /iterate', headers)}3\r\nabc\r\nno size\r\n`);
    },
    expected: {
      'bad-chunk': {
        method: 'POST',
        path: '/iterate',
        statusCode: undefined,
        outcome: 'failure',
        requestBytes: 3,
      },
    },
  },
  {
    name: 'no-host',
    play: (port) =>
      exchangeBytes(port, request('GET /text', { host: '', 'x-request-id': 'no-host' })),
    expected: {
      'no-host': {
        method: 'GET',
        path: '/text',
        url: '/text',
        statusCode: 400,
        outcome: 'failure',
      },
    },
    seenBy: 'everything',
  },
  {
    name: 'odd-expectation',
    play: (port) =>
      exchangeBytes(
        port,
        request('GET /text', { expect: 'wonders', 'x-request-id': 'odd-expectation' }),
      ),
    expected: {
      'odd-expectation': { method: 'GET', path: '/text', statusCode: 417, outcome: 'failure' },
    },
    seenBy: 'everything',
  },
];

function givenUp(name: string, bytes: string, reason: RegExp): ClientScript {
  return {
    name,
    play: (port) => exchangeBytes(port, bytes),
    expected: {},
    unreadable: reason,
    seenBy: 'parse-errors',
  };
}
