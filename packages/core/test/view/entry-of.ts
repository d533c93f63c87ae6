import type { EntryFields, Http } from '@whodid/core';

/** An entry as it is kept, with what `fields` adds. */
export function entryOf(fields: Partial<EntryFields>): EntryFields {
  return {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    occurredAt: '2025-05-19T15:25:27.836Z',
    observedAt: '2025-05-19T15:25:33.212Z',
    schemaVersion: 1,
    tenant: 'default',
    kind: 'http.in',
    action: 'http.request',
    outcome: 'success',
    actor: { type: 'anonymous', id: 'anonymous' },
    targets: [],
    service: { name: 'my_service' },
    producer: { id: 'host', epoch: '0123456789abcdef', seq: 1 },
    ...fields,
  };
}

/** An exchange with what `fields` adds. */
export function httpOf(fields: Partial<Http>): Http {
  return {
    protocol: 'http',
    method: 'GET',
    url: 'http://127.0.0.1:8000/api/v1/health/',
    path: '/api/v1/health/',
    query: {},
    statusCode: 200,
    durationMs: 5376.734018325806,
    request: { headers: {}, bodyBytes: 0 },
    response: { headers: {}, bodyBytes: 0 },
    ...fields,
  };
}
