import type { IncomingMessage, ServerResponse } from 'node:http';
import { ambient, type Client, derivedUuid } from '@whodid/core';
import { canonicalAddress } from '../exchange/canonical-address.ts';
import { claimOf } from '../exchange/claim.ts';
import { expressRoute } from '../express/express-route.ts';
import { pathOf } from '../rules/read-path.ts';
import { fieldOf, textOf } from './field-of.ts';

/** What is known of a request while it is handled. Of its headers, only which program sent it. */
export interface RequestFacts {
  readonly method: string | undefined;
  readonly path: string | undefined;
  /** The pattern of its route. */
  readonly route: string | undefined;
  readonly client: Client | undefined;
  /** Ties the entries of one session together and cannot be used to take it over. */
  readonly sessionId: string | undefined;
  readonly user: unknown;
  /** When it came, in milliseconds since 1970; only a capture knows. */
  readonly startedAt: number | undefined;
}

/** Never throws: a request may be anything, also one that an app has made up. */
export function requestFacts(request: unknown): RequestFacts {
  const raw = rawRequest(request);
  const target = textOf(raw, 'originalUrl', 'url');
  return {
    method: textOf(raw, 'method'),
    path: target === undefined ? undefined : pathOf(target),
    route: routeOf(request),
    client: ambient().client ?? clientOf(request, raw),
    sessionId: sessionIdOf(request),
    user: fieldOf(request, 'user', 'auth'),
    startedAt: raw === undefined ? undefined : claimOf(raw)?.startedAt,
  };
}

/** The request as `node:http` knows it: frameworks have their own around it. */
export function rawRequest(request: unknown): object | undefined {
  const inner = fieldOf(request, 'raw', 'req');
  if (typeof inner === 'object' && inner !== null) return inner;
  return typeof request === 'object' && request !== null ? request : undefined;
}

/** The answer that belongs to a request, as far as it can be found from there. */
export function responseTo(request: unknown): ServerResponse | undefined {
  const raw = rawRequest(request) as Partial<IncomingMessage> | undefined;
  // Express says it. For all others Node knows which answer a connection is at.
  const candidates = [
    fieldOf(request, 'res'),
    fieldOf(raw, 'res'),
    fieldOf(raw?.socket, '_httpMessage'),
  ];
  return candidates.find((response) => {
    if (raw === undefined || fieldOf(response, 'req') !== raw) return false;
    return typeof fieldOf(response, 'writeHead') === 'function';
  }) as ServerResponse | undefined;
}

function routeOf(request: unknown): string | undefined {
  try {
    return (
      textOf(fieldOf(request, 'routeOptions'), 'url') ?? expressRoute(request as object)?.route
    );
  } catch {
    return undefined;
  }
}

// `ip` is what the framework makes of the proxies that the app trusts.
function clientOf(request: unknown, raw: unknown): Client | undefined {
  const peer = canonical(textOf(fieldOf(raw, 'socket'), 'remoteAddress'));
  const ip = canonical(textOf(request, 'ip')) ?? peer;
  if (ip === undefined) return undefined;
  const userAgent = textOf(fieldOf(raw, 'headers'), 'user-agent');
  return {
    ip,
    ipTrusted: true,
    ...(peer === undefined || peer === ip ? {} : { peerIp: peer }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}

function canonical(address: string | undefined): string | undefined {
  return address === undefined ? undefined : canonicalAddress(address);
}

// In some session libraries the id is what the cookie carries.
function sessionIdOf(request: unknown): string | undefined {
  const id = textOf(request, 'sessionID') ?? textOf(fieldOf(request, 'session'), 'id', 'sessionId');
  return id === undefined ? undefined : derivedUuid('session', id);
}
