/**
 * Who may do what, said once more by hand, so that a mistake in the table of the collector does not
 * become the measure of itself.
 *
 * - `ok`: the answer is that of somebody who may: neither 401 nor 403 nor 404.
 * - `none`: nothing of the tenant `acme`, and the same as for what does not exist.
 *
 * There is no identity provider here, and none of them came with a password. `foreign` is an admin of another tenant, `expired` somebody whose key of an admin is over.
 */
export const matrix = `
                                  | nobody ingest own  viewer auditor admin foreign operator expired
POST /v1/entries                  | 401    ok     403  403    403     403   403     ok       401
POST /api/activity-log/           | 401    ok     403  403    403     403   403     ok       401
GET /v1/entries                   | 401    403    403  ok     ok      ok    none    none     401
GET /v1/entries/:id               | 401    403    403  ok     ok      ok    none    none     401
GET /v1/entries/live              | 401    403    403  ok     ok      ok    none    none     401
GET /v1/entries/:id/triage        | 401    403    403  ok     ok      ok    none    none     401
POST /v1/entries/:id/triage       | 401    403    403  403    ok      ok    none    none     401
POST /api/logs/                   | 401    403    ok   ok     ok      ok    ok      403      401
GET /api/logs/:userId             | 401    403    ok   ok     ok      ok    none    none     401
PATCH /api/logs/update/:id/       | 401    403    ok   404    ok      ok    none    none     401
GET /v1/query/check               | 401    403    403  ok     ok      ok    ok      ok       401
GET /v1/entries/export            | 401    403    403  403    ok      ok    none    none     401
GET /v1/triage                    | 401    403    403  ok     ok      ok    none    none     401
GET /v1/tally                     | 401    403    403  ok     ok      ok    none    none     401
GET /v1/overview                  | 401    403    403  ok     ok      ok    none    none     401
GET /v1/people/:type/:id          | 401    403    403  ok     ok      ok    none    none     401
GET /activity-logs/user-history/  | 401    403    ok   ok     ok      ok    none    403      401
GET /activity-logs/admin-history/ | 401    403    403  ok     ok      ok    none    none     401
GET /v1/views                     | 401    403    403  ok     ok      ok    none    none     401
POST /v1/views                    | 401    403    403  ok     ok      ok    ok      ok       401
PUT /v1/views/:id                 | 401    403    403  403    403     ok    none    none     401
DELETE /v1/views/:id              | 401    403    403  403    403     ok    none    none     401
GET /v1/streams                   | 401    403    403  ok     ok      ok    none    none     401
POST /v1/streams                  | 401    403    403  403    403     ok    ok      ok       401
GET /v1/streams/:name             | 401    403    403  ok     ok      ok    none    none     401
PATCH /v1/streams/:name           | 401    403    403  403    403     ok    none    none     401
DELETE /v1/streams/:name          | 401    403    403  403    403     ok    none    none     401
GET /v1/users                     | 401    403    403  403    403     ok    none    ok       401
POST /v1/users                    | 401    403    403  403    403     ok    ok      ok       401
PATCH /v1/users/:id               | 401    403    403  403    403     ok    none    ok       401
POST /v1/me/password              | 401    404    404  404    404     404   404     404      401
GET /v1/keys                      | 401    403    403  403    403     ok    none    ok       401
POST /v1/keys                     | 401    403    403  403    403     ok    ok      ok       401
DELETE /v1/keys/:id               | 401    403    403  403    403     ok    none    ok       401
GET /v1/me                        | 401    ok     ok   ok     ok      ok    ok      ok       401
POST /v1/session                  | ok     ok     ok   ok     ok      ok    ok      ok       ok
GET /v1/session/ways              | ok     ok     ok   ok     ok      ok    ok      ok       ok
GET /auth/oidc                    | 404    404    404  404    404     404   404     404      404
GET /auth/oidc/callback           | 404    404    404  404    404     404   404     404      404
POST /v1/session/links            | 401    403    403  403    403     ok    ok      ok       401
POST /v1/session/end              | 401    ok     ok   ok     ok      ok    ok      ok       401
GET /v1/health                    | 401    403    403  ok     ok      ok    none    none     401
GET /v1/settings                  | 401    403    403  ok     ok      ok    ok      ok       401
GET /healthz                      | ok     ok     ok   ok     ok      ok    ok      ok       ok
GET /openapi.json                 | ok     ok     ok   ok     ok      ok    ok      ok       ok
GET /reference                    | ok     ok     ok   ok     ok      ok    ok      ok       ok
`;

export const holders = [
  'nobody',
  'ingest',
  'own',
  'viewer',
  'auditor',
  'admin',
  'foreign',
  'operator',
  'expired',
] as const;
export type Holder = (typeof holders)[number];

export interface Cell {
  readonly route: string;
  readonly holder: Holder;
  readonly expected: string;
}

/** The cells of {@link matrix}. */
export function cells(): readonly Cell[] {
  const [head = '', ...rows] = matrix.trim().split('\n');
  const names = head.replace('|', '').trim().split(/\s+/);
  if (names.join() !== holders.join()) throw new Error(`The head of the matrix is ${names}`);
  return rows.flatMap((row) => {
    const [route = '', cellsOfRow = ''] = row.split('|').map((part) => part.trim());
    const expected = cellsOfRow.split(/\s+/);
    if (expected.length !== holders.length) throw new Error(`The row of ${route} has a hole`);
    return holders.map((holder, at) => ({ route, holder, expected: expected[at] ?? '' }));
  });
}
