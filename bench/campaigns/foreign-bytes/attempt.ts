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

/** What a route takes, as its description says. */
export interface Form {
  readonly route: string;
  readonly parameters: readonly string[];
  readonly bodies: readonly object[];
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
export function attemptOn(form: Form, known: Known, random: Random): Pair {
  const [method = '', pattern = ''] = form.route.split(' ');
  const values: string[] = [];
  // A place holder for now, so that both attempts of the pair have the same form.
  const put = (value: string): string => place(values.push(value) - 1);
  const any = (): string => put(random.of(random.chance(0.6) ? known.uuids : known.names));
  const path = pattern
    .replaceAll(/:\w+/g, () => disguised(any(), random))
    .replace(/\*$/, () => disguised(any(), random));
  const slash = random.chance(0.2) && !path.endsWith('/') ? '/' : '';
  const cursor = (): string => put(random.of(known.cursors));
  // Half of them as they should be, so that they are not refused at the door.
  const names = random.chance(0.5) ? form.parameters : strange;
  const query =
    names.length > 0 && random.chance(0.8) ? queryOf({ any, cursor, names }, random) : '';
  const hasBody = method !== 'GET' && random.chance(0.9);
  const attempt: Attempt = {
    method: random.chance(0.05) ? random.of(['GET', 'POST', 'PATCH', 'DELETE', 'PUT']) : method,
    path: `${path}${slash}${query}`,
    headers: headersOf(any, random),
    body: hasBody ? JSON.stringify(bodyOf(form, any, random)) : undefined,
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

const strange = ['q', 'cursor', 'user_id', 'url_name', 'action', 'tenant', 'id', 'until', 'from'];

interface QueryParts {
  readonly any: () => string;
  readonly cursor: () => string;
  readonly names: readonly string[];
}

function queryOf({ any, cursor, names }: QueryParts, random: Random): string {
  const wanted = new Set(Array.from({ length: 1 + random.below(3) }, () => random.of(names)));
  const parts = [...wanted].map((name) => {
    const suffix =
      names === strange ? random.of(['', '', '', '[]', '[$ne]', '[tenant]', '%5B0%5D']) : '';
    return `${name}${suffix}=${valueFor(name, { any, cursor, names }, random)}`;
  });
  if (names === strange && random.chance(0.3)) parts.push(`q=${questionOf(any, random)}`);
  return `?${parts.join('&')}`;
}

function valueFor(name: string, { any, cursor }: QueryParts, random: Random): string {
  switch (name) {
    case 'q':
      return questionOf(any, random);
    case 'cursor':
      return cursor();
    case 'limit':
      return random.of(['1', '100', '500', '0', '1e9', '-1']);
    case 'offset':
      return random.of(['0', '1', '9999']);
    case 'from':
    case 'start':
    case 'created_time_after':
      return random.of(['2020-01-01', 'yesterday', any()]);
    default:
      return any();
  }
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

function bodyOf({ bodies }: Form, any: () => string, random: Random): unknown {
  if (bodies.length > 0 && random.chance(0.5)) return retold(random.of(bodies), any, random);
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

// What the description shows, with some of its texts replaced.
function retold(value: unknown, any: () => string, random: Random): unknown {
  if (typeof value === 'string') return random.chance(0.3) ? any() : value;
  if (Array.isArray(value)) return value.map((item) => retold(item, any, random));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, retold(inner, any, random)]),
  );
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
