import { request } from '../fixtures/raw-client.ts';
import { type ClientScript, type Expected, impatient, line, ndjson, ok } from './client-script.ts';

const left = { outcome: 'unknown', error: 'client_closed' } as const;
const unanswered = { statusCode: undefined, ...left } as const;

/** Clients that hang up: before, in the middle of and after the body, and the same for the answer. */
export const aborts: readonly ClientScript[] = [
  impatient('no-body', upload('no-body', {}), {}, uploaded(0)),
  impatient('half-a-body', upload('half-a-body', {}) + line, {}, uploaded(8)),
  impatient(
    'half-a-chunk',
    `${upload('half-a-chunk', { 'content-length': '', 'transfer-encoding': 'chunked' })}63\r\n${line}`,
    {},
    uploaded(8),
  ),
  impatient(
    'whole-body',
    request('POST /silent', { 'x-request-id': 'whole-body', ...ndjson }, line),
    {},
    { method: 'POST', path: '/silent', requestBytes: 8, ...unanswered },
  ),
  impatient(
    'silent',
    request('GET /silent', { 'x-request-id': 'silent' }),
    {},
    { method: 'GET', path: '/silent', ...unanswered },
  ),
  impatient(
    'reset',
    request('GET /silent', { 'x-request-id': 'reset' }),
    { leave: (socket) => void socket.resetAndDestroy() },
    { method: 'GET', path: '/silent', ...unanswered },
  ),
  impatient(
    'events',
    request('GET /events', { 'x-request-id': 'events' }),
    { seen: 'data: 2' },
    { method: 'GET', path: '/events', statusCode: 200, responseBytes: 18, ...left },
  ),
  impatient(
    'flood',
    request('GET /flood', { 'x-request-id': 'flood' }),
    { seen: 'xxxx' },
    { method: 'GET', path: '/flood', statusCode: 200, ...left },
  ),
  impatient(
    'after-the-answer',
    request('GET /text', { 'x-request-id': 'after-the-answer', connection: 'keep-alive' }),
    { seen: 'hÃ«llo' },
    { method: 'GET', path: '/text', ...ok, responseBytes: 6 },
  ),
  // Has said all it wanted to say once it has the answer, and listens on. Any sooner and Node itself ends
  // the answer where it is (`httpAllowHalfOpen`), which is a matter of luck.
  impatient(
    'half-closed',
    request('GET /feed', { 'x-request-id': 'half-closed', connection: 'keep-alive' }),
    { seen: '\r\n0\r\n\r\n', leave: (socket) => void socket.end() },
    { method: 'GET', path: '/feed', ...ok, responseBytes: 27 },
  ),
  // The second answer waits for the first and never gets a connection of its own.
  impatient(
    'p-silent',
    request('GET /silent', { 'x-request-id': 'p-silent', connection: 'keep-alive' }) +
      request('GET /text', { 'x-request-id': 'p-waiting', connection: 'keep-alive' }),
    {},
    { method: 'GET', path: '/silent', ...unanswered },
    ['p-waiting', { method: 'GET', path: '/text', ...unanswered }],
  ),
];

function upload(name: string, headers: { readonly [name: string]: string }): string {
  const all = { 'x-request-id': name, 'content-length': '99', ...ndjson, ...headers };
  return request('POST /iterate', all);
}

function uploaded(requestBytes: number): Expected {
  return { method: 'POST', path: '/iterate', requestBytes, ...unanswered };
}
