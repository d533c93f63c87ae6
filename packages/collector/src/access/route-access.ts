import type { Scope } from './scopes.ts';

/**
 * Who may use a route: holders of a scope or of one of several, holders of any credential, or anyone.
 * `history permission` is whoever may read all entries or holds the permission for histories.
 */
export type RouteAccess = Scope | readonly Scope[] | 'history permission' | 'signed in' | 'anyone';

/**
 * Every route there is and who may use it. The collector does not start with a route that has no
 * row here.
 */
export const routeAccess: { readonly [route: string]: RouteAccess } = {
  'POST /v1/entries': 'ingest',
  'POST /api/activity-log/': 'ingest',
  'GET /v1/entries': 'read',
  'GET /v1/entries/:id': 'read',
  'GET /v1/entries/live': 'read',
  'GET /v1/entries/:id/triage': 'read',
  'POST /v1/entries/:id/triage': 'triage',
  'GET /v1/query/check': 'read',
  'GET /v1/entries/export': 'audit',
  'GET /v1/triage': 'read',
  'GET /v1/tally': 'read',
  'GET /v1/overview': 'read',
  'GET /v1/people/:type/:id': 'read',
  'GET /activity-logs/user-history/': 'own',
  'GET /activity-logs/admin-history/': 'history permission',
  'GET /v1/keys': 'admin',
  'POST /v1/keys': 'admin',
  'DELETE /v1/keys/:id': 'admin',
  'GET /v1/streams': 'read',
  'POST /v1/streams': 'admin',
  'GET /v1/streams/:name': 'read',
  'PATCH /v1/streams/:name': 'admin',
  'DELETE /v1/streams/:name': 'admin',
  'GET /v1/views': 'read',
  'POST /v1/views': 'read',
  'PUT /v1/views/:id': 'read',
  'DELETE /v1/views/:id': 'read',
  'GET /v1/me': 'signed in',
  'GET /v1/users': 'admin',
  'POST /v1/users': 'admin',
  'PATCH /v1/users/:id': 'admin',
  'POST /v1/me/password': 'signed in',
  'POST /v1/session': 'anyone',
  'GET /v1/session/ways': 'anyone',
  'GET /auth/oidc': 'anyone',
  'GET /auth/oidc/callback': 'anyone',
  'POST /v1/session/links': 'admin',
  'POST /v1/session/end': 'signed in',
  'POST /api/logs/': 'own',
  'GET /api/logs/:userId': ['own', 'read'],
  'PATCH /api/logs/update/:id/': ['own', 'triage'],
  'GET /v1/health': 'read',
  'GET /v1/settings': 'read',
  'GET /healthz': 'anyone',
  'GET /openapi.json': 'anyone',
  'GET /reference': 'anyone',
  'GET /': 'anyone',
  'GET /*': 'anyone',
};

/** Who may use a route, or `undefined` if it has no row. A `HEAD` is as its `GET`. */
export function accessOf(method: string, url: string): RouteAccess | undefined {
  return routeAccess[`${method === 'HEAD' ? 'GET' : method} ${url}`];
}

/** The methods that a path answers, for `405` and `Allow`. Empty if there is no such path. */
export function methodsOf(path: string): readonly string[] {
  const methods = patterns.filter(({ form }) => form.test(bare(path))).map(({ method }) => method);
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}

const patterns = Object.keys(routeAccess)
  .filter((route) => route !== 'GET /*')
  .map((route) => {
    const [method = '', url = ''] = route.split(' ');
    return { method, form: new RegExp(`^${bare(url).replaceAll(/:\w+/g, '[^/]+')}$`) };
  });

// Routes are found with and without a slash at the end.
function bare(path: string): string {
  return path.replace(/(.)\/$/, '$1');
}
