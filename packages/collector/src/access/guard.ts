import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mountedOf } from '../mount/mounted.ts';
import { Problem } from '../problem/problem.ts';
import type { RateLimits } from '../rate-limits/rate-limits.ts';
import type { Access } from './access.ts';
import { type Caller, setCaller, unauthenticated } from './caller.ts';
import { accessOf, type RouteAccess } from './route-access.ts';
import { allows } from './scopes.ts';
import { sessionOf } from './session-cookie.ts';

export interface GuardTools {
  readonly access: Access;
  readonly limits: RateLimits;
  /** The permission of `history permission`. */
  readonly historyPermission: string;
  /**
   * Whether the server listens on this machine only. Then a request must also have been addressed to
   * this machine: a foreign page may have a name of its own point to 127.0.0.1.
   */
  readonly loopback: boolean;
  /** The address under which browsers reach the collector, if it has another one. */
  readonly publicUrl: string | null;
}

/** Checks every request before anything of its body is read. */
export function guardRoutes(
  app: FastifyInstance,
  { access, historyPermission, limits, loopback, publicUrl }: GuardTools,
): void {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).hostname;
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      if (accessOf(one, url) === undefined) throw new Error(`No access row for ${one} ${url}`);
    }
  });
  app.addHook('onRequest', async (request) => {
    if (mountedOf(request.raw) !== undefined) checkMounted(request.routeOptions.url);
    else if (loopback && !cameByProxy(request)) checkAddressed(request, publicHost);
  });
  app.addHook('onRequest', async (request) => {
    // Without a route it is a 404 or 405, which tells nothing.
    const url = request.routeOptions.url;
    const needed = url === undefined ? 'anyone' : accessOf(request.method, url);
    if (needed === 'anyone') {
      if (url !== healthUrl) await limits.ofAddress('anonymousPerAddress', request);
      return;
    }
    const caller = await identify(request, access);
    if (caller === null) throw await unknown(request, limits);
    await limits.ofCaller(request, caller, needed);
    admit(caller, needed, historyPermission);
    if (withCookie.includes(caller.via)) checkOwnPage(request);
    setCaller(request, caller);
  });
}

const withCookie: readonly Caller['via'][] = ['session', 'app'];

const healthUrl = '/healthz';

// An app is addressed by whatever names it has, and whoever is signed in there has no session and no
// password here.
function checkMounted(url = ''): void {
  if (!/^\/(?:auth\/|v1\/session|v1\/me\/)/.test(url)) return;
  throw new Problem('NOT_FOUND', 'Here one signs in with the app.');
}

// Whoever sends nothing does not guess.
async function unknown(request: FastifyRequest, limits: RateLimits): Promise<Problem> {
  const guesses = request.headers.authorization !== undefined || sessionOf(request) !== null;
  await limits.ofAddress(guesses ? 'failedPerAddress' : 'anonymousPerAddress', request);
  return unauthenticated();
}

// Through a proxy of ours a request is addressed to the proxy.
function cameByProxy({ ips }: FastifyRequest): boolean {
  return ips !== undefined && ips.length > 1;
}

function admit(
  { permissions, scopes }: Caller,
  needed: Exclude<RouteAccess, 'anyone'> | undefined,
  historyPermission: string,
): void {
  if (needed === undefined) throw new Problem('FORBIDDEN', 'Nobody may use this route.');
  if (needed === 'signed in') return;
  if (needed === 'history permission') {
    if (permissions.includes(historyPermission) || allows(scopes, 'read')) return;
    throw new Problem('FORBIDDEN', 'You do not have permission to view admin history!');
  }
  const sufficient = [needed].flat();
  if (sufficient.some((scope) => allows(scopes, scope))) return;
  const detail = `This needs the scope ${sufficient.join(' or ')}.`;
  throw new Problem('FORBIDDEN', detail, { facts: { scope: needed } });
}

// A header that is there but wrong is not made good by a cookie.
async function identify(request: FastifyRequest, access: Access): Promise<Caller | null> {
  const mounted = mountedOf(request.raw);
  if (mounted !== undefined) return mounted.caller;
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    // `Token` is how document 002 says it.
    const credential = /^(?:Bearer|Token) +(\S+) *$/i.exec(authorization)?.[1];
    return credential === undefined ? null : await access.byCredential(credential);
  }
  const session = sessionOf(request);
  return session === null ? null : access.sessions.authenticate(session);
}

/**
 * Refuses a request that a foreign page could have sent. The browser sends the cookie along with
 * whatever a page of this site asks for, and every port of this host is the same site. A header of
 * our own it sends only for our own pages.
 *
 * @throws Problem `FORBIDDEN`.
 */
export function checkOwnPage({ method, headers }: FastifyRequest): void {
  if (method === 'GET' || method === 'HEAD' || headers['x-whodid'] === '1') return;
  throw new Problem('FORBIDDEN', 'With a cookie, writing also needs the header "x-whodid: 1".');
}

function checkAddressed({ hostname, headers }: FastifyRequest, publicHost: string | null): void {
  const { origin } = headers;
  const isOurs = (host: string): boolean => isLoopback(host) || host === publicHost;
  if (isOurs(hostname) && (origin === undefined || isOurs(hostnameOf(origin)))) return;
  const detail = 'This collector answers only requests addressed to 127.0.0.1 or localhost.';
  throw new Problem('FORBIDDEN', detail);
}

function hostnameOf(origin: string): string {
  return URL.parse(origin)?.hostname ?? '';
}

/** Whether a host name or address always means this machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (isIP(bare) === 4) return bare.startsWith('127.');
  return bare === '::1' || bare === 'localhost' || bare.endsWith('.localhost');
}
