import type { Entry, EntryFields } from '@whodid/core';
import { makeEntry } from '../make-entry.ts';

/** An entry that has every field, and in every text that is searched a word of its own. */
export function richEntry(overrides: Partial<EntryFields> = {}): Entry {
  const entry: Partial<EntryFields> = {
    occurredAt: '2026-03-04T05:06:07.089Z',
    kind: 'http.in',
    stream: 'LOGIN',
    action: 'order.refund.partial',
    outcome: 'denied',
    reason: 'because reasonword',
    message: 'a msgword here',
    level: 21,
    actor: {
      type: 'agent',
      id: 'bot 7',
      name: 'Ada nameword',
      email: 'ada@example.org',
      role: 'r',
    },
    onBehalfOf: [{ type: 'user', id: 'u-99', name: 'Grace Hopper' }],
    targets: [
      { type: 'order', id: '1042', name: 'targetword order' },
      { type: 'invoice', id: 'INV/1' },
    ],
    change: {
      type: 'UPDATE',
      model: 'Order',
      fields: [{ name: 'price', old: 'oldword', new: 'newword' }, { name: 'net_amount' }],
    },
    http: {
      protocol: 'https',
      method: 'POST',
      url: 'https://shop.example/orders/1042/refund?q=urlword',
      path: '/orders/1042/refund',
      route: '/orders/:id/refund',
      name: 'routeword-show',
      query: { q: 'urlword' },
      statusCode: 422,
      durationMs: 12.5,
      request: { headers: {}, body: { note: 'bodyword' }, bodyBytes: 19 },
      response: { headers: {}, body: ['answerword'], bodyBytes: 14 },
    },
    client: {
      ip: '203.0.113.9',
      ipTrusted: true,
      peerIp: '10.0.0.7',
      country: 'NL',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
      browser: 'Firefox 140',
      os: 'Linux',
    },
    service: { name: 'shop', version: '1.2.3', instance: 'shop-1', environment: 'production' },
    module: 'billing',
    endpoint: 'refundOrder',
    ambient: {
      requestId: 'req_51',
      sessionId: 's_8f2',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    },
    data: { plan: 'gold', nested: { count: 3, flags: [true, 'dataword'] } },
  };
  return makeEntry({ ...entry, ...overrides });
}
