import type { Posted } from '../packages/dashboard/test/fixtures/shop-entries.ts';
import { hostileStrings } from './hostile-strings.ts';

/**
 * An entry with another hostile string in each field. Entries 0 to 299 together have every string in
 * every field.
 *
 * @param occurredAt - in milliseconds since 1970.
 */
export function hostilePost(number: number, occurredAt: number): Posted {
  let next = number;
  const text = (): string => hostileStrings[next++ % hostileStrings.length] ?? '';
  // What has to be there is not empty.
  const some = (): string => text() || 'empty';
  const code = (): string => some().slice(0, 200);
  return {
    occurredAt: new Date(occurredAt).toISOString(),
    kind: 'http.in',
    action: code(),
    stream: code(),
    outcome: 'failure',
    reason: text(),
    message: text(),
    actor: {
      ...{ type: 'user', id: code(), name: text(), email: text(), role: text() },
      ...{ credential: text(), info: { [some()]: text() } },
    },
    onBehalfOf: [{ type: 'agent', id: code(), name: text() }],
    targets: [
      { type: code(), id: code(), name: text() },
      { type: 'order', id: code() },
    ],
    change: {
      type: 'UPDATE',
      model: code(),
      fields: [{ name: code(), old: text(), new: { [some()]: [text()] } }],
    },
    http: {
      protocol: 'https',
      method: 'POST',
      url: `https://shop.example/${encodeURIComponent(some().slice(0, 1000).toWellFormed())}`,
      path: `/${code()}`,
      route: code(),
      query: { q: text() },
      statusCode: 500,
      durationMs: 12,
      request: { headers: { 'user-agent': text() }, body: { note: text() }, bodyBytes: 10 },
      response: { headers: { server: text() }, body: text(), bodyBytes: 10 },
      error: text(),
    },
    client: {
      ...{ ip: '198.51.100.4', ipTrusted: false, country: code(), userAgent: text() },
      ...{ browser: text(), os: text() },
    },
    service: { name: code(), version: code(), environment: code() },
    module: text(),
    endpoint: text(),
    ambient: { requestId: code(), sessionId: code() },
    data: { [some()]: text() },
  };
}
