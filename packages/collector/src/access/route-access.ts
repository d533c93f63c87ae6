import type { Scope } from './scopes.ts';

/**
 * Who may use a route: holders of a scope, holders of any credential, or anyone.
 * `history permission` is whoever may read all entries or holds the permission for histories.
 */
export type RouteAccess = Scope | 'history permission' | 'signed in' | 'anyone';

/**
 * Every route there is and who may use it. The collector does not start with a route that has no
 * row here.
 */
export const routeAccess: { readonly [route: string]: RouteAccess } = {
  'POST /v1/entries': 'ingest',
  'GET /v1/entries': 'read',
  'GET /v1/entries/:id': 'read',
  'GET /v1/entries/live': 'read',
  'GET /v1/query/check': 'read',
  'GET /v1/keys': 'admin',
  'POST /v1/keys': 'admin',
  'DELETE /v1/keys/:id': 'admin',
  'GET /v1/streams': 'read',
  'POST /v1/streams': 'admin',
  'GET /v1/streams/:name': 'read',
  'PATCH /v1/streams/:name': 'admin',
  'DELETE /v1/streams/:name': 'admin',
  'GET /v1/me': 'signed in',
  'POST /v1/session/links': 'admin',
  'POST /v1/session/end': 'signed in',
  'GET /healthz': 'anyone',
  'GET /openapi.json': 'anyone',
  'GET /': 'anyone',
  'GET /*': 'anyone',
};

/** Who may use a route, or `undefined` if it has no row. A `HEAD` is as its `GET`. */
export function accessOf(method: string, url: string): RouteAccess | undefined {
  return routeAccess[`${method === 'HEAD' ? 'GET' : method} ${url}`];
}

/** The methods that a path answers, for `405` and `Allow`. Empty if there is no such path. */
export function methodsOf(path: string): readonly string[] {
  const methods = patterns.filter(({ form }) => form.test(path)).map(({ method }) => method);
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}

const patterns = Object.keys(routeAccess)
  .filter((route) => route !== 'GET /*')
  .map((route) => {
    const [method = '', url = ''] = route.split(' ');
    return { method, form: new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}$`) };
  });
