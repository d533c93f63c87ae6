import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionLifeMs } from './sessions.ts';

const name = 'whodid_session';
const form = { httpOnly: true, sameSite: 'strict', path: '/' } as const;

/** The secret of the session that a browser sends, or `null`. */
export function sessionOf(request: FastifyRequest): string | null {
  return request.cookies[name] ?? null;
}

/** Hands a session to the browser, out of reach of scripts and of other sites. */
export function giveSession(reply: FastifyReply, secret: string): void {
  reply.setCookie(name, secret, { ...form, maxAge: sessionLifeMs / 1000 });
}

/** Takes the cookie away. */
export function takeSession(reply: FastifyReply): void {
  reply.clearCookie(name, form);
}
