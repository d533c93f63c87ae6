import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Sessions, sessionLifeMs } from './sessions.ts';

const name = 'whodid_session';
const form = { httpOnly: true, sameSite: 'strict', path: '/' } as const;

/** The secret of the session that a browser sends, or `null`. */
export function sessionOf(request: FastifyRequest): string | null {
  return request.cookies[name] ?? null;
}

/**
 * Hands a session to the browser, out of reach of scripts and of other sites, and of whoever listens
 * if the request came over https.
 */
function giveSession(reply: FastifyReply, secret: string): void {
  const secure = cameOverHttps(reply.request);
  reply.setCookie(name, secret, { ...form, secure, maxAge: sessionLifeMs / 1000 });
}

/**
 * Whether a request came over https, as the proxy says in which TLS ends. Whoever makes that up
 * only gets a cookie that their own browser will not send back.
 */
export function cameOverHttps({ headers, protocol }: FastifyRequest): boolean {
  const told = [headers['x-forwarded-proto']].flat().join(',').split(',').at(-1)?.trim();
  return protocol === 'https' || told?.toLowerCase() === 'https';
}

/** {@link giveSession}, and ends the one that the browser had: nobody would ever end it later. */
export function giveNewSession(reply: FastifyReply, secret: string, sessions: Sessions): void {
  const before = sessionOf(reply.request);
  if (before !== null) sessions.end(before);
  giveSession(reply, secret);
}

/** Takes the cookie away. */
export function takeSession(reply: FastifyReply): void {
  reply.clearCookie(name, form);
}
