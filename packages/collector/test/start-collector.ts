import type { TestContext } from 'node:test';
import type { Scope } from '../src/access/scopes.ts';
import type { Collector } from '../src/collector.ts';
import type { CollectorOptions } from '../src/collector-options.ts';
import { createCollector } from '../src/create-collector.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A real collector on a free port, and ways to talk to it. */
export interface Started {
  readonly collector: Collector;
  readonly dataDir: string;
  readonly notices: readonly string[];
  /** A request without credentials. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** A request function that sends a new key of the given scopes. */
  as(scopes: readonly Scope[], tenant?: string): Promise<Ask>;
}

export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** Keeps entries in SQLite in the data directory, as a collector does unless told otherwise. */
export const onDisk = { store: null } as const;

/** Starts a collector that forgets everything, unless it is `onDisk`. */
export async function startCollector(
  t: TestContext,
  options: CollectorOptions = {},
): Promise<Started> {
  const dataDir = options.dataDir ?? temporaryDirectory(t);
  const notices: string[] = [];
  const onNotice = (line: string) => notices.push(line);
  const collector = await createCollector({
    onNotice,
    port: 0,
    store: 'memory:',
    ...options,
    dataDir,
  });
  t.after(() => collector.close());
  const ask: Ask = (path, init) => fetch(new URL(path, collector.url), init);
  return {
    collector,
    dataDir,
    notices,
    ask,
    as: async (scopes, tenant) => {
      const name = scopes.join('+');
      const userId = scopes.includes('own') ? name : undefined;
      const { key } = await collector.createKey({ name, scopes, tenant, userId });
      return withKey(ask, key);
    },
  };
}

/** Sends a key along with every request. */
export function withKey(ask: Ask, key: string): Ask {
  return (path, init = {}) =>
    ask(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } });
}

/** A JSON body, ready to be posted. */
export function json(value: unknown): RequestInit {
  return {
    method: 'POST',
    body: typeof value === 'string' ? value : JSON.stringify(value),
    headers: { 'content-type': 'application/json' },
  };
}

/** A body of one JSON text a line, ready to be posted. */
export function ndjson(...lines: readonly unknown[]): RequestInit {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  return {
    method: 'POST',
    body: `${text.join('\n')}\n`,
    headers: { 'content-type': 'application/x-ndjson' },
  };
}

interface ReceiptBody {
  readonly id: string | null;
  readonly fate: string;
  readonly reason?: string;
  readonly index?: number;
  readonly entry?: { readonly [field: string]: unknown };
}

/** The receipts of an answer that must be 200. */
export async function receiptsOf(response: Response): Promise<readonly ReceiptBody[]> {
  const body = (await expectStatus(response, 200)) as { readonly receipts: readonly ReceiptBody[] };
  return body.receipts;
}

interface PageBody {
  readonly entries: readonly { readonly [field: string]: unknown }[];
  readonly next: string | null;
}

/** The page of an answer that must be 200. */
export async function pageOf(response: Response): Promise<PageBody> {
  return (await expectStatus(response, 200)) as PageBody;
}

/** The problem of an answer, which must be one and of this code. */
export async function problemOf(
  response: Response,
  status: number,
  code: string,
): Promise<{ readonly [member: string]: unknown }> {
  const type = response.headers.get('content-type');
  const body = (await expectStatus(response, status)) as { readonly [member: string]: unknown };
  if (type !== 'application/problem+json; charset=utf-8') throw new Error(`not a problem: ${type}`);
  if (body.code !== code || body.status !== status) {
    throw new Error(`${JSON.stringify(body)} is not ${status} ${code}`);
  }
  return body;
}

async function expectStatus(response: Response, status: number): Promise<unknown> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
