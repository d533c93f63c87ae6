import { randomUUID } from 'node:crypto';
import { json } from '../start-collector.ts';

/** What only a page of the collector itself can send. */
const ofPage = { 'content-type': 'application/json', 'x-whodid': '1' };

/** What a request may need that is there. Each made anew, because some requests end it. */
export interface Things {
  entry(): Promise<string>;
  key(): Promise<string>;
  stream(): Promise<string>;
  /** A view that somebody else has shared. */
  view(): Promise<string>;
  user(): Promise<string>;
  /** A row in the activity log of whom {@link person} tells. */
  row(): Promise<string>;
  person(): Promise<string>;
}

export type MakeRequest = (things: Things) => Promise<readonly [path: string, init?: RequestInit]>;

/** A request to each route that is good but for who sends it. */
export const requests: { readonly [route: string]: MakeRequest } = {
  'POST /v1/entries': async () => ['/v1/entries', json({ action: 'a' })],
  'POST /api/activity-log/': async () => ['/api/activity-log/', json({ auditID: 'a' })],
  'GET /v1/entries': async () => ['/v1/entries'],
  'GET /v1/entries/:id': async ({ entry }) => [`/v1/entries/${await entry()}`],
  'GET /v1/entries/live': async () => ['/v1/entries/live'],
  'GET /v1/entries/:id/triage': async ({ entry }) => [`/v1/entries/${await entry()}/triage`],
  'POST /v1/entries/:id/triage': async ({ entry }) => [
    `/v1/entries/${await entry()}/triage`,
    json({ stage: 'IN_PROGRESS' }),
  ],
  'POST /api/logs/': async () => ['/api/logs/', json({ action: 'a' })],
  'GET /api/logs/:userId': async ({ person }) => [`/api/logs/${await person()}`],
  'PATCH /api/logs/update/:id/': async ({ row }) => [
    `/api/logs/update/${await row()}/`,
    { ...json({ status: 'IN_PROGRESS' }), method: 'PATCH' },
  ],
  'GET /v1/query/check': async () => ['/v1/query/check'],
  'GET /v1/overview': async () => ['/v1/overview?from=7d'],
  'GET /v1/people/:type/:id': async ({ person }) => [`/v1/people/user/${await person()}?from=7d`],
  'GET /v1/settings': async () => ['/v1/settings'],
  'GET /v1/health': async () => ['/v1/health'],
  'GET /v1/entries/export': async () => ['/v1/entries/export?format=ndjson'],
  'GET /v1/triage': async () => ['/v1/triage?q=*'],
  'GET /v1/tally': async () => ['/v1/tally?by=actor,action&buckets=10'],
  'GET /activity-logs/user-history/': async () => ['/activity-logs/user-history/'],
  'GET /activity-logs/admin-history/': async () => ['/activity-logs/admin-history/'],
  'GET /v1/views': async () => ['/v1/views'],
  'POST /v1/views': async () => ['/v1/views', json({ name: 'mine' })],
  'PUT /v1/views/:id': async ({ view }) => [
    `/v1/views/${await view()}`,
    { ...json({ name: 'mine' }), method: 'PUT' },
  ],
  'DELETE /v1/views/:id': async ({ view }) => [`/v1/views/${await view()}`, { method: 'DELETE' }],
  'GET /v1/streams': async () => ['/v1/streams'],
  'POST /v1/streams': async () => ['/v1/streams', json({ name: `S${randomUUID()}` })],
  'GET /v1/streams/:name': async ({ stream }) => [`/v1/streams/${await stream()}`],
  'PATCH /v1/streams/:name': async ({ stream }) => [
    `/v1/streams/${await stream()}`,
    { ...json({ name: `S${randomUUID()}` }), method: 'PATCH' },
  ],
  'DELETE /v1/streams/:name': async ({ stream }) => [
    `/v1/streams/${await stream()}`,
    { method: 'DELETE' },
  ],
  'GET /v1/users': async () => ['/v1/users'],
  'POST /v1/users': async () => [
    '/v1/users',
    json({ name: 'eve', role: 'own', password: 'too short' }),
  ],
  'PATCH /v1/users/:id': async ({ user }) => [
    `/v1/users/${await user()}`,
    { ...json({ role: 'own' }), method: 'PATCH' },
  ],
  'POST /v1/me/password': async () => [
    '/v1/me/password',
    json({ password: 'a', newPassword: 'a new one that is long' }),
  ],
  'GET /v1/keys': async () => ['/v1/keys'],
  'POST /v1/keys': async () => ['/v1/keys', json({ name: 'a', scopes: ['read'] })],
  'DELETE /v1/keys/:id': async ({ key }) => [`/v1/keys/${await key()}`, { method: 'DELETE' }],
  'GET /v1/me': async () => ['/v1/me'],
  // Without name and password: with wrong ones it is 401, whoever sends it.
  'POST /v1/session': async () => ['/v1/session', { ...json({}), headers: ofPage }],
  'GET /v1/session/ways': async () => ['/v1/session/ways'],
  'GET /auth/oidc': async () => ['/auth/oidc'],
  'GET /auth/oidc/callback': async () => ['/auth/oidc/callback'],
  'POST /v1/session/links': async () => ['/v1/session/links', { method: 'POST' }],
  'POST /v1/session/end': async () => ['/v1/session/end', { method: 'POST' }],
  'GET /healthz': async () => ['/healthz'],
  'GET /openapi.json': async () => ['/openapi.json'],
  'GET /reference': async () => ['/reference'],
  'GET /': async () => ['/'],
  'GET /*': async () => ['/people'],
};
