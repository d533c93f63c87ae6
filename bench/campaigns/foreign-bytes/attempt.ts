import { randomUUID } from 'node:crypto';
import type { Random } from './random.ts';

/** What somebody of another tenant may have got hold of: ids and names, never content. */
export interface Known {
  readonly uuids: readonly string[];
  readonly names: readonly string[];
  readonly cursors: readonly string[];
}

export interface Attempt {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | undefined;
}

/** An attempt, and the same with what was known replaced by what nobody has. */
export interface Pair {
  readonly real: Attempt;
  readonly control: Attempt;
}

const place = (at: number): string => `{{${at}}}`;

/**
 * Makes an attempt on a route: what is known in the path, the query, headers and the body, in forms
 * that a careless server might take for something else.
 */
export function attemptOn(route: string, known: Known, random: Random): Pair {
  const [method = '', pattern = ''] = route.split(' ');
  const values: string[] = [];
  // A place holder for now, so that both attempts of the pair have the same form.
  const put = (value: string): string => place(values.push(value) - 1);
  const any = (): string => put(random.of(random.chance(0.6) ? known.uuids : known.names));
  const path = pattern
    .replaceAll(/:\w+/g, () => disguised(any(), random))
    .replace(/\*$/, () => disguised(any(), random));
  const slash = random.chance(0.2) && !path.endsWith('/') ? '/' : '';
  const query = random.chance(0.8) ? queryOf(any, () => put(random.of(known.cursors)), random) : '';
  const hasBody = method !== 'GET' && random.chance(0.9);
  const attempt: Attempt = {
    method: random.chance(0.05) ? random.of(['GET', 'POST', 'PATCH', 'DELETE', 'PUT']) : method,
    path: `${path}${slash}${query}`,
    headers: headersOf(any, random),
    body: hasBody ? JSON.stringify(bodyOf(any, random)) : undefined,
  };
  return {
    real: filled(attempt, values),
    control: filled(
      attempt,
      values.map((value) => unknownLike(value, known)),
    ),
  };
}

function disguised(text: string, random: Random): string {
  return random.of<(text: string) => string>([
    (value) => value,
    (value) => value,
    (value) => value,
    (value) => `${value}%20`,
    (value) => `${value}%00`,
    (value) => `..%2f${value}`,
    (value) => `${value},${value}`,
    (value) => `%22${value}%22`,
    (value) => `${value}%2f..`,
    (value) => `${value};tenant=acme`,
    (value) => `%7b%22%24ne%22:%22${value}%22%7d`,
  ])(text);
}

const parameters = [
  'q',
  'cursor',
  'user_id',
  'url_name',
  'action',
  'tenant',
  'id',
  'until',
  'from',
];

function queryOf(any: () => string, cursor: () => string, random: Random): string {
  const parts = Array.from({ length: 1 + random.below(3) }, () => {
    const name = random.chance(0.5) ? 'q' : random.of(parameters);
    const suffix = random.of(['', '', '', '', '[]', '[$ne]', '[tenant]', '%5B0%5D']);
    const value = name === 'q' ? questionOf(any, random) : name === 'cursor' ? cursor() : any();
    return `${name}${suffix}=${value}`;
  });
  if (random.chance(0.3)) parts.push(`limit=${random.of(['1', '100', '500', '0', '1e9', '-1'])}`);
  if (random.chance(0.2)) parts.push(`offset=${random.of(['0', '1', '9999'])}`);
  return `?${parts.join('&')}`;
}

function questionOf(any: () => string, random: Random): string {
  const term = random.of<(value: string) => string>([
    (value) => `id:${value}`,
    (value) => `tenant:acme%20${value}`,
    () => 'tenant:acme',
    () => 'tenant:*',
    (value) => `project:acme%20OR%20id:${value}`,
    (value) => `actor:${value}`,
    (value) => `actor.id:${value}`,
    (value) => `target:${value}`,
    (value) => `target:entry:${value}`,
    (value) => `"${value}"`,
    (value) => `action:whodid.look%20target:${value}`,
    (value) => `action:whodid.triage%20target:entry:${value}`,
    (value) => `-tenant:rival%20${value}`,
    (value) => `data.owner:${value}`,
    () => '',
  ]);
  return term(any());
}

function headersOf(any: () => string, random: Random): { [name: string]: string } {
  const headers: { [name: string]: string } = {};
  if (random.chance(0.2)) headers[random.of(['x-tenant', 'x-tenant-id', 'tenant'])] = 'acme';
  if (random.chance(0.1)) headers['x-user-id'] = any();
  if (random.chance(0.1)) headers['x-http-method-override'] = random.of(['GET', 'DELETE', 'PATCH']);
  if (random.chance(0.1)) headers['x-original-url'] = `/v1/entries/${any()}`;
  if (random.chance(0.1)) headers['if-none-match'] = any();
  return headers;
}

function bodyOf(any: () => string, random: Random): unknown {
  const fields: { readonly [name: string]: () => unknown } = {
    action: () =>
      random.of<unknown>(['LOGIN', 'whodid.triage', 'whodid.look', ['LOGIN'], { $ne: 1 }]),
    id: any,
    tenant: () => 'acme',
    user: any,
    userId: any,
    user_id: any,
    actor: () => ({ type: 'user', id: any() }),
    targets: () => [{ type: 'entry', id: any() }],
    metadata: () => ({ tenant: 'acme', id: any() }),
    status: () => random.of<unknown>(['IN_PROGRESS', 'DONE', ['DONE'], { $ne: null }]),
    stage: () => random.of<unknown>(['IN_PROGRESS', 'DONE', ['DONE']]),
    note: any,
    assignee: any,
    name: any,
    password: () => 'a password of the rival 1',
    role: () => random.of(['admin', 'own']),
    scopes: () => random.of<unknown>([['admin'], ['read'], 'admin']),
    auditID: any,
    userID: any,
    expiresAt: () => '2099-01-01T00:00:00Z',
  };
  const names = Object.keys(fields).filter(() => random.chance(0.4));
  const body = Object.fromEntries(names.map((name) => [name, fields[name]?.()]));
  return random.chance(0.1) ? [body, body] : body;
}

function filled(attempt: Attempt, values: readonly string[]): Attempt {
  const fill = (text: string): string =>
    text.replaceAll(/\{\{(\d+)\}\}/g, (_, at) => values[Number(at)] ?? '');
  return {
    method: attempt.method,
    path: fill(attempt.path).replaceAll('"', '%22').replaceAll(' ', '%20'),
    headers: Object.fromEntries(
      Object.entries(attempt.headers).map(([name, value]) => [name, fill(value)]),
    ),
    body: attempt.body === undefined ? undefined : fill(attempt.body),
  };
}

// Of the same form and length, or it would be another kind of wrong.
function unknownLike(value: string, known: Known): string {
  if (known.uuids.includes(value)) return randomUUID().replace(/^(.{14})./, '$17');
  if (known.cursors.includes(value)) return value;
  return value.replaceAll(/[a-z]/g, 'z');
}
