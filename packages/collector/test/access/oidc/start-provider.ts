import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import Provider from 'oidc-provider';
import type { OidcOptions } from '../../../src/access/oidc/oidc-options.ts';
import type { CollectorOptions } from '../../../src/collector-options.ts';
import { type Started, startCollector } from '../../start-collector.ts';

export const clientSecret: string = randomBytes(24).toString('hex');

/** A real identity provider on a free port, and a collector that trusts it. */
export interface Scene {
  readonly started: Started;
  /** The provider's address. */
  readonly issuer: string;
  /** What the provider tells about people besides their `sub`. May be changed as one goes. */
  readonly people: Record<string, Record<string, unknown>>;
  /** Puts something else in front of the provider, at some paths, or `null` for the provider itself. */
  answerInstead(listener: RequestListener | null, paths?: RegExp): void;
  /** Stops the provider. */
  stop(): Promise<void>;
}

interface SceneOptions extends Omit<CollectorOptions, 'oidc'> {
  readonly oidc?: OidcOptions;
  /** Under what name of this machine the provider is known. */
  readonly providerName?: string;
}

export async function startScene(
  t: TestContext,
  { oidc = {}, providerName = '127.0.0.1', ...options }: SceneOptions = {},
): Promise<Scene> {
  let listener: RequestListener = (_request, response) => response.end();
  let instead: { readonly listener: RequestListener; readonly paths: RegExp } | null = null;
  const server = createServer((request, response) => {
    const isOther = instead?.paths.test(request.url ?? '');
    (isOther && instead !== null ? instead.listener : listener)(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  t.after(stop);
  const issuer = `http://${providerName}:${(server.address() as AddressInfo).port}`;
  const started = await startCollector(t, {
    ...options,
    oidc: { issuer, clientId: 'whodid', clientSecret, name: 'Example SSO', ...oidc },
  });
  const people: Scene['people'] = {};
  const redirectUri = `${started.collector.url}/auth/oidc/callback`;
  listener = providerFor(issuer, redirectUri, people).callback();
  return {
    started,
    issuer,
    people,
    answerInstead: (other, paths = /^/) => {
      instead = other === null ? null : { listener: other, paths };
    },
    stop,
  };
}

function providerFor(issuer: string, redirectUri: string, people: Scene['people']): Provider {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return new Provider(issuer, {
    clients: [{ client_id: 'whodid', client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: {
      openid: ['sub', 'whodid_role', 'tenant', 'employee'],
      profile: ['preferred_username'],
      email: ['email'],
    },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    pkce: { required: () => true },
    findAccount: async (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...people[id] }),
    }),
    renderError: async (context: { body: string }, out: object) => {
      context.body = JSON.stringify(out);
    },
  });
}

/** As much of a browser as it takes: cookies by address and path, and redirects one by one. */
export class Browser {
  readonly #cookies = new Map<
    string,
    { readonly origin: string; readonly path: string; readonly pair: string }
  >();

  cookies(url: string | URL): string {
    const { origin, pathname } = new URL(url);
    return [...this.#cookies.values()]
      .filter((cookie) => cookie.origin === origin && pathname.startsWith(cookie.path))
      .map(({ pair }) => pair)
      .join('; ');
  }

  async get(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const headers = { ...init.headers, cookie: this.cookies(url) };
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) this.#keep(cookie, new URL(url).origin);
    return answer;
  }

  #keep(cookie: string, origin: string): void {
    const [pair = ''] = cookie.split(';');
    const [name = '', value] = pair.split('=');
    const path = /; *path=([^;]*)/i.exec(cookie)?.[1] ?? '/';
    const isOver = value === '' || /expires=Thu, 01 Jan 1970/i.test(cookie);
    const key = `${origin} ${path} ${name}`;
    if (isOver) this.#cookies.delete(key);
    else this.#cookies.set(key, { origin, path, pair });
  }
}

/** Where an answer leads. */
export function nextOf(answer: Response, from: string | URL): URL {
  const location = answer.headers.get('location');
  assert.ok(location !== null, `${answer.status} leads nowhere`);
  return new URL(location, from);
}

/**
 * Goes to the provider, signs in there as somebody and agrees to everything. The address at which the
 * browser is to come back.
 */
export async function throughProvider(
  { started }: Scene,
  browser: Browser,
  login: string,
  start = '/auth/oidc',
): Promise<URL> {
  let url = new URL(start, started.collector.url);
  let answer = await browser.get(url);
  for (let step = 0; step < 20; step += 1) {
    if (answer.status >= 300 && answer.status < 400) {
      url = nextOf(answer, url);
      if (url.pathname === '/auth/oidc/callback') return url;
      answer = await browser.get(url);
      continue;
    }
    const text = await answer.text();
    const [, action] = /<form[^>]*action="([^"]+)"/.exec(text) ?? [];
    const [, prompt] = /name="prompt" value="(\w+)"/.exec(text) ?? [];
    assert.ok(answer.status === 200 && action !== undefined, `${url} ${answer.status} ${text}`);
    const body = new URLSearchParams({ prompt: prompt ?? '', login, password: 'any' });
    url = new URL(action, url);
    answer = await browser.get(url, { method: 'POST', body });
  }
  throw new Error('It leads nowhere');
}
